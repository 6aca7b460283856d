package dev.ibintents.intent.close;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.common.collect.Range;
import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.home.HomeCommands;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.store.Document;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Getting out for good: what close-all says of trading afterwards, and how it switches it off. */
@Timeout(60)
final class CloseAndHaltTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final String HALT = doubleQuoted("{'halt':true}");
  private static final String SWITCH_ON = "./ib-intents on --mode paper";

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(NOW);

  /** Whether trading was enabled when an order arrived. */
  private final List<Boolean> enabledAtOrders = Collections.synchronizedList(new ArrayList<>());

  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .variable("K_REVISION", "revision-1")
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof PlaceOrder order && !order.order().whatIf()) {
                            enabledAtOrders.add(configuration().killSwitch().tradingEnabled());
                          }
                        }))
            .open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.4", "growth", "0.2", "idle", "0"));
    bench.strategy("weights", Map.of("SPY", "0.6"));
    bench.strategy("growth", Map.of("IEF", "0.4"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private Configuration configuration() {
    return Configuration.load(door.store(), TradingMode.PAPER);
  }

  private static String trading(JsonObject answer) {
    return answer.get("trading").getAsString();
  }

  private Document activity() {
    List<Document> activities = door.store().list("activity");
    return activities.get(activities.size() - 1);
  }

  @Test
  void closingWithoutHaltNamesTheIntentsThatOpenPositionsAgain() throws Exception {
    JsonObject all = bench.ok("/close-all", "{}");
    JsonObject named = bench.ok("/close-all", doubleQuoted("{'strategies':['growth']}"));
    JsonObject unexposed = bench.ok("/close-all", doubleQuoted("{'strategies':['idle']}"));

    assertThat(trading(all))
        .isEqualTo(
            "on: the next allocation or orchestrate opens positions again for growth, weights, as"
                + " they have exposure; halt: true would switch trading off with this");
    assertThat(trading(named)).contains("again for growth, as");
    assertThat(trading(unexposed)).isEqualTo("on, and no strategy that is closed has exposure");
    assertThat(configuration().killSwitch().tradingEnabled()).isTrue();
  }

  @Test
  void haltClosesAndSwitchesTradingOffOnRecord() throws Exception {
    JsonObject answer = bench.ok("/close-all", HALT);

    assertThat(bench.owned()).isEmpty();
    assertThat(trading(answer))
        .isEqualTo(
            "off: this run has set tradingEnabled to false in config/paper. It is switched on again"
                + " by "
                + SWITCH_ON);
    Configuration configuration = configuration();
    assertThat(configuration.killSwitch().tradingEnabled()).isFalse();
    KillSwitch.Halted halted = configuration.killSwitch().halted().orElseThrow();
    assertThat(halted.at()).isIn(Range.closedOpen(NOW, clock.instant()));
    assertThat(halted.intent()).isEqualTo("close-all");
    assertThat(halted.invocation()).isEqualTo(activity().string("invocation"));
    assertThat(door.store().get("runs/" + halted.run())).isPresent();
    assertThat(activity().map("outcome").map("halted").string("document"))
        .isEqualTo("config/paper");
    // The rest of the document is as it was.
    assertThat(door.store().get("config/paper").orElseThrow().integer("apiPort"))
        .isEqualTo(door.gateway().port());
    bench.failed(503, door.post("/allocation", "{}"));
    bench.failed(503, door.post("/orchestrate", "{}"));
  }

  @Test
  void tradingIsOffBeforeTheFirstOrderLeaves() throws Exception {
    bench.ok("/close-all", HALT);

    assertThat(enabledAtOrders).isNotEmpty();
    assertThat(enabledAtOrders).doesNotContain(true);
  }

  @Test
  void haltSwitchesOffWhereThereIsNothingToClose() throws Exception {
    bench.ok("/close-all", "{}");

    JsonObject answer = bench.ok("/close-all", HALT);

    assertThat(list(answer, "orders")).isEmpty();
    assertThat(trading(answer)).startsWith("off: this run has set tradingEnabled to false");
    assertThat(configuration().killSwitch().tradingEnabled()).isFalse();
  }

  @Test
  void aDryRunWithHaltAnnouncesTheSwitchAndDoesNotThrowIt() throws Exception {
    Map<String, Object> before = bench.everything();

    JsonObject answer = bench.ok("/close-all", doubleQuoted("{'halt':true,'dryRun':true}"));

    assertThat(trading(answer))
        .startsWith("would be off: the run would set tradingEnabled to false in config/paper.");
    assertThat(bench.everything()).isEqualTo(before);
  }

  @Test
  void haltAgainIsARepetitionAndAnswersWhatWasDone() throws Exception {
    JsonObject first = bench.ok("/close-all", HALT);
    KillSwitch before = configuration().killSwitch();
    int orders = door.gateway().account().received().size();

    JsonObject again = bench.ok("/close-all", HALT);

    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(trading(again.getAsJsonObject("result"))).isEqualTo(trading(first));
    assertThat(configuration().killSwitch()).isEqualTo(before);
    assertThat(door.gateway().account().received()).hasSize(orders);
  }

  @Test
  void theSameRequestPassesItsOwnSwitchUntilAllIsClosed() throws Exception {
    bench.ok("/close-all", HALT);
    door.gateway()
        .tws()
        .trade(bench.spy(), BigDecimal.TEN, door.gateway().prices().mark(bench.spy(), NOW));
    clock.advance(Duration.ofMinutes(20));

    JsonObject later = bench.ok("/close-all", HALT);
    HttpResponse<String> other = bench.postWithKey("/close-all", "other", HALT);
    HttpResponse<String> without = door.post("/close-all", "{}");

    assertThat(list(later, "orders")).hasSize(1);
    assertThat(bench.owned()).isEmpty();
    bench.failed(503, other);
    bench.failed(503, without);
  }

  @Test
  void aRunThatDiedAfterItsSwitchIsRecoveredByItsRepetition() throws Exception {
    door.gateway().faults().orders().dropAfter(2);

    HttpResponse<String> broken = door.post("/close-all", HALT);
    clock.advance(Duration.ofSeconds(16)); // nothing is on its way any more
    JsonObject again = bench.ok("/close-all", HALT);

    assertWithMessage(broken.body()).that(broken.statusCode()).isAnyOf(503, 504);
    assertThat(again.get("status").getAsString()).isEqualTo("already-ran");
    assertThat(configuration().killSwitch().tradingEnabled()).isFalse();
    assertThat(bench.owned()).isEmpty();
  }

  @Test
  void aSwitchThatAPersonThrewHoldsHaltToo() throws Exception {
    door.store().update("config/paper", Map.of("tradingEnabled", false));

    bench.failed(503, door.post("/close-all", HALT));

    assertThat(configuration().killSwitch().halted()).isEqualTo(Optional.empty());
  }

  @Test
  void theCommandOfTheAnswerSwitchesTradingOnAgain() throws Exception {
    bench.ok("/close-all", HALT);

    Map<String, String> home = Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString());
    String[] words = SWITCH_ON.substring("./ib-intents ".length()).split(" ");
    assertThat(new HomeCommands(home, System.in, System.out, System.err).run(words)).isEqualTo(0);

    assertThat(configuration().killSwitch().tradingEnabled()).isTrue();
    assertThat(configuration().killSwitch().halted()).isEqualTo(Optional.empty());
    assertThat(list(bench.ok("/allocation", "{}"), "orders")).isNotEmpty();
  }

  @Test
  void aRunThatDoesNotComeToItsBeginningSwitchesNothing() throws Exception {
    door.gateway().faults().resetting(true);

    bench.failed(503, door.post("/close-all", HALT));

    assertThat(configuration().killSwitch().tradingEnabled()).isTrue();
  }
}
