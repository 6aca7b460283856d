package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.Bench.SPY;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An allocation on books that hold something else than the account. The simulated account begins
 * with 300 SPY, 100 GLD, 40 AAPL and 2 of the front MNQ future, and the books with the same.
 */
@Timeout(60)
final class AllocationMismatchTest {
  private static final String HOLDINGS = "positions/paper/holdings/";

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:00:00Z"));
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4"));
    bench.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.4"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void book(String strategy, String conId, Object quantity) {
    door.store().update(HOLDINGS + strategy, Map.of(conId, quantity));
  }

  private Map<String, Object> everything() {
    Map<String, Object> all = new TreeMap<>(bench.everything());
    all.put("orders", door.gateway().account().orders());
    return all;
  }

  private JsonObject refused(String body) throws Exception {
    Map<String, Object> before = everything();
    JsonObject answer = bench.failed(500, door.post("/allocation", body));
    assertThat(answer.get("error").getAsString())
        .startsWith("HoldingsMismatchException: nothing was sent, because holdings and portfolio");
    assertThat(everything()).isEqualTo(before);
    return answer;
  }

  private List<JsonObject> differences() throws Exception {
    return list(bench.failed(500, door.post("/trade-reconciliation", "{}")), "differences");
  }

  @Test
  void booksThatHoldMoreThanTheAccountAreNotTradedOn() throws Exception {
    book("weights", "756733", 500);
    bench.expose(Map.of("weights", "0.4"));
    bench.strategy("weights", Map.of("SPY", "0.01", "GLD", "0.1", "AAPL", "0.1"));
    List<JsonObject> differences = differences();

    JsonObject answer = refused("{}");

    assertThat(list(answer, "differences")).isEqualTo(differences);
    assertThat(differences).hasSize(1);
    assertThat(differences.get(0).get("holdings").getAsInt()).isEqualTo(500);
    assertThat(differences.get(0).get("portfolio").getAsInt()).isEqualTo(300);
    assertThat(answer.get("error").getAsString())
        .contains("in what is about to be traded: SPY (holdings 500, portfolio 300). Find out");
    assertThat(door.gateway().account().received()).isEmpty();
    assertThat(door.store().list("runs")).isEmpty();
  }

  @Test
  void aDryRunIsRefusedLikewise() throws Exception {
    book("weights", "756733", 500);

    JsonObject answer = refused(doubleQuoted("{'dryRun':true}"));

    assertThat(list(answer, "differences")).hasSize(1);
    assertThat(answer.has("orders")).isFalse();
  }

  @Test
  void anAccountThatHoldsMoreThanTheBooksIsNotTradedOn() throws Exception {
    door.store().delete(HOLDINGS + "weights");

    JsonObject answer = refused("{}");

    assertThat(answer.get("error").getAsString()).contains(": SPY (holdings 0, portfolio 300). ");
    // A correction has to settle the others as well, so they are shown.
    assertThat(list(answer, "differences")).hasSize(3);
    assertThat(list(answer, "differences")).isEqualTo(differences());
  }

  @Test
  void differencesInWhatIsNotTradedDoNotStandInTheWay() throws Exception {
    door.store().delete(HOLDINGS + "weights");
    bench.strategy("growth", Map.of("IEF", "0.4"));

    assertThat(list(bench.ok("/allocation", doubleQuoted("{'dryRun':true}")), "orders")).hasSize(1);
    assertThat(list(bench.ok("/allocation", "{}"), "orders")).hasSize(1);
    assertThat(door.gateway().account().received()).hasSize(1);
  }

  @Test
  void aContractThatIsHeldAsWantedIsNotTradedAndDoesNotStandInTheWay() throws Exception {
    JsonObject dry = bench.ok("/allocation", doubleQuoted("{'dryRun':true}"));
    BigDecimal target =
        dry.getAsJsonObject("targetPositions")
            .getAsJsonObject("growth")
            .get("SPY")
            .getAsBigDecimal();
    door.store().set(HOLDINGS + "growth", Map.of("756733", target));

    assertThat(list(bench.ok("/allocation", "{}"), "orders")).hasSize(1);
  }

  @Test
  void parkedHoldingsCountAsHeld() throws Exception {
    door.store().set(HOLDINGS + "parked", Map.of("756733", 200));
    refused("{}");

    book("weights", "756733", 100);

    assertThat(list(bench.ok("/allocation", "{}"), "orders")).hasSize(2);
  }

  @Test
  void ignoredContractsAreNotCompared() throws Exception {
    book("weights", "265598", 41);
    bench.strategy("growth", Map.of("IEF", "0.4", "AAPL", "0.1"));
    refused("{}");

    door.store().update("config/common", Map.of("ignoredContracts", List.of(265598)));
    bench.strategy("growth", Map.of("IEF", "0.4"));

    assertThat(list(bench.ok("/allocation", "{}"), "orders")).hasSize(1);
  }

  @Test
  void aFractionTooManyIsADifferenceAndTrailingZerosAreNone() throws Exception {
    book("weights", "756733", "300.25");
    assertThat(refused("{}").get("error").getAsString())
        .contains("SPY (holdings 300.25, portfolio 300)");

    book("weights", "756733", "300.00");
    assertThat(list(bench.ok("/allocation", "{}"), "orders")).hasSize(2);
  }

  @Test
  void strategiesThatCancelOutAreRefusedToo() throws Exception {
    // One gives up what the other wants, so that only the books would move.
    bench.expose(Map.of("growth", "0.1", "weights", "0.1"));
    bench.strategy("growth", Map.of("SPY", "0.5"));
    JsonObject target =
        bench
            .ok("/allocation", doubleQuoted("{'strategies':['growth'],'dryRun':true}"))
            .getAsJsonObject("targetPositions")
            .getAsJsonObject("growth");
    door.store().set(HOLDINGS + "weights", Map.of("756733", target.get("SPY").getAsBigDecimal()));
    bench.strategy("weights", Map.of("SPY", "0"));

    JsonObject answer = refused("{}");

    assertThat(answer.get("error").getAsString()).contains("SPY (holdings ");
    assertThat(bench.books().holdings().strategies()).doesNotContain("growth");
  }

  @Test
  void aTradeByHandOfTodayIsRefusedWithoutDelay() throws Exception {
    door.gateway()
        .tws()
        .trade(
            bench.spy(),
            BigDecimal.TEN,
            door.gateway().prices().mark(bench.spy(), clock.instant()));
    long begun = System.nanoTime();

    JsonObject answer = refused("{}");

    assertThat(System.nanoTime() - begun).isLessThan(2_000_000_000L);
    assertThat(list(answer, "unattributed")).hasSize(1);
  }

  @Test
  void theSameRequestGoesOnOnceTheDifferenceIsSettled() throws Exception {
    book("weights", "756733", 500);
    bench.failed(500, bench.postWithKey("/allocation", "monday", "{}"));

    bench.ok("/trade-reconciliation", doubleQuoted("{'adopt':{'weights':{'756733':-200}}}"));
    JsonObject answer = bench.failed(200, bench.postWithKey("/allocation", "monday", "{}"));

    assertThat(list(answer, "orders")).hasSize(2);
  }

  @Test
  void fillsThatAreNotBookedYetAreNoDifference() throws Exception {
    bench.failed(200, bench.postWithKey("/allocation", "monday", "{}"));
    bench.awaitFilled();
    bench.expose(Map.of("growth", "0.2"));

    JsonObject answer = bench.failed(200, bench.postWithKey("/allocation", "tuesday", "{}"));

    assertThat(list(answer, "orders")).hasSize(2);
    bench.awaitFilled();
    bench.reconciled();
    bench.requireMatch();
  }

  @Test
  void closingTradesWhatTheAccountHoldsAndSaysWhatDiffers() throws Exception {
    book("weights", "756733", 500);

    JsonObject answer =
        bench.failed(
            200,
            bench.postWithKey("/close-all", "monday", doubleQuoted("{'strategies':['weights']}")));

    assertWithMessage(answer.toString()).that(list(answer, "problems")).hasSize(1);
    assertThat(list(answer, "problems").get(0).get("code").getAsString())
        .isEqualTo("holdings-beyond-account");
    assertThat(answer.get("warnings").toString())
        .contains("SPY: by the books the strategies hold 500 together, by the broker the account");
    bench.awaitFilled();
    assertThat(bench.owned()).doesNotContainKey(SPY);
  }
}
