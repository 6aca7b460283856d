package dev.ibintents.intent.watch;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static dev.ibintents.intent.watch.WatchBench.assertCheck;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MessageServer;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.store.Document;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each check of watch is red for its fault, and all are green after a good day. */
@Timeout(120)
final class WatchTest {
  private static final String WITHOUT_GATEWAY = doubleQuoted("{'withoutGateway': true}");
  private static final Map<String, Object> SPY =
      Map.of("symbol", "SPY", "secType", "STK", "exchange", "SMART", "currency", "USD");

  @TempDir Path folder;
  private WatchBench at;

  @AfterEach
  void close() {
    if (at != null) {
      at.close();
    }
  }

  private void open() throws Exception {
    at = new WatchBench(folder);
  }

  @Test
  void allChecksAreGreenAfterAGoodDay() throws Exception {
    open();
    at.configure("watch", Map.of("cushion", "0.01", "secondFactor", true));
    at.configure("marketData", Map.of("contracts", List.of(SPY)));
    at.bench.ok("/collect-market-data", "{}");
    at.door
        .store()
        .set(
            "strategies/external",
            Map.of("kind", "external", "target", List.of(), "updatedAt", WatchBench.MONDAY));
    at.day();
    int orders = at.door.ordersReceived().size();

    JsonObject answer = at.watch(200);

    assertThat(answer.get("status").getAsString()).isEqualTo("ok");
    for (JsonObject check : Bench.list(answer, "checks")) {
      assertThat(check.get("state").getAsString()).isEqualTo("ok");
    }
    assertThat(Bench.list(answer, "checks")).hasSize(15);
    assertThat(at.door.ordersReceived()).hasSize(orders);
    assertThat(at.told("main").stream().filter(text -> !text.matches("(bought|sold) .*")))
        .isEmpty();
    assertThat(at.watch(200, WITHOUT_GATEWAY).get("status").getAsString()).isEqualTo("ok");
  }

  @Test
  void aWatchWithoutGatewayContactsNoGateway() throws Exception {
    open();
    at.day();
    int connections = at.door.gateway().connectionsAccepted();

    JsonObject answer = at.watch(200, WITHOUT_GATEWAY);

    assertThat(at.door.gateway().connectionsAccepted()).isEqualTo(connections);
    assertCheck(answer, "gateway", "unknown", "the gateway was not asked");
    assertCheck(answer, "books", "ok", "books and account agree");
    assertCheck(answer, "expiry", "unknown", "the gateway has not told the positions");
  }

  @Test
  void aScheduledRunThatDidNotComeIsMissed() throws Exception {
    open();
    at.clock.advance(Duration.ofMinutes(10));
    assertCheck(at.watch(200), "schedule", "ok", "0 scheduled runs");
    at.clock.advance(Duration.ofMinutes(30));

    assertCheck(
        at.watch(500),
        "schedule",
        "fault",
        "orchestrate, due Mon 10:01 in America/New_York, did not run: is the job orchestrate"
            + " paused");
  }

  @Test
  void aScheduledRunThatFailedIsFoundUntilItsRetrySucceeds() throws Exception {
    open();
    at.clock.advance(Duration.ofMinutes(2));
    at.door.gateway().faults().resetting(true);
    assertThat(at.door.post("/orchestrate", "{}").statusCode()).isEqualTo(503);
    at.door.gateway().faults().resetting(false);
    at.clock.advance(Duration.ofMinutes(40));
    assertCheck(
        at.watch(500),
        "schedule",
        "fault",
        "orchestrate, due Mon 10:01 in America/New_York, failed: StepFailedException: ");

    at.bench.ok("/orchestrate", "{}");

    assertCheck(at.watch(200), "schedule", "ok", "1 scheduled runs have succeeded");
  }

  @Test
  void aJobMayBePausedOnAHoliday() throws Exception {
    at = new WatchBench(folder, Instant.parse("2026-12-25T22:00:00Z"));

    assertCheck(at.watch(200), "schedule", "ok", "1 scheduled runs");
    at.door.gateway().refuseConnections();
    at.configure("connectTimeoutSeconds", 1);

    JsonObject later = at.watch(500);
    assertCheck(later, "schedule", "ok", "1 scheduled runs");
    assertCheck(later, "gateway", "fault", "GatewayUnreachableException: ");
  }

  @Test
  void aScheduleThatCannotBeReadIsAFault() throws Exception {
    open();
    at.schedule("orchestrate", "99 10 * * *");

    assertCheck(at.watch(500), "schedule", "fault", "the job orchestrate: schedule is ");
  }

  @Test
  void intentsThatAreNotRecordedAreNotExpected() {
    Set<String> readOnly =
        Intents.all().definitions().stream()
            .filter(IntentDefinition::readsOnly)
            .map(IntentDefinition::name)
            .collect(Collectors.toSet());
    Intents.all().definitions().stream()
        .filter(intent -> !intent.readsOnly())
        .map(IntentDefinition::name)
        .forEach(readOnly::remove); // an intent may only read by GET, and be recorded by POST
    readOnly.add(Watch.NAME);

    assertThat(ScheduledRuns.NOT_RECORDED).isEqualTo(readOnly);
  }

  @Test
  void theAlertOfTheDeploymentCountsTheLogLineOfAGoodWatch() throws Exception {
    assertThat(Files.readString(Path.of("src/main/cloud/alerts.sh")))
        .containsMatch("message=\\W+" + Watch.ALL_IS_WELL + "\\W+\\n");
  }

  @Test
  void anotherAccountIsAFault() throws Exception {
    open();
    at.day();
    at.configure("account", "DU7654321");

    assertCheck(
        at.watch(500), "account", "fault", "account is DU7654321, but the login manages DU1234567");
    assertThat(at.told("main").toString()).contains("account is …321, but the login manages …567");
    assertThat(at.told("main").toString()).doesNotContain("1234567");
  }

  @Test
  void aTradeByHandMakesBooksAndAccountDiffer() throws Exception {
    open();
    at.day();
    at.door.gateway().tws().trade(at.bench.spy(), BigDecimal.valueOf(5), new BigDecimal("740"));

    assertCheck(at.watch(500), "books", "fault", "books and account differ: SPY: the strategies");
    assertCheck(at.watch(200, WITHOUT_GATEWAY), "books", "ok", "books and account agree");
    assertThat(at.door.post("/trade-reconciliation", "{}").statusCode()).isEqualTo(500);
    assertCheck(at.watch(500, WITHOUT_GATEWAY), "books", "fault", "SPY: the strategies hold");
  }

  @Test
  void fillsThatAreNotPostedYetAreNoDifference() throws Exception {
    open();
    at.clock.advance(Duration.ofMinutes(1));
    at.bench.ok("/orchestrate", "{}");
    at.bench.awaitFilled();
    int fills = at.door.store().list("positions/paper/fills").size();

    assertCheck(at.watch(200), "books", "ok", "books and account agree");
    assertThat(at.door.store().list("positions/paper/fills")).hasSize(fills);
  }

  @Test
  void aRunThatBrokeOffIsAFault() throws Exception {
    open();
    at.day();
    Document run = at.door.store().list("runs").get(0);
    Map<String, Object> fields = new HashMap<>(run.fields());
    fields.put("state", "running");
    at.door.store().set(run.path(), fields);

    assertCheck(at.watch(500), "runs", "fault", "has broken off with 0 orders");
  }

  @Test
  void anOrderThatEndedUnfilledIsAFault() throws Exception {
    open();
    at.door.gateway().faults().orders().pieces(2, Duration.ofDays(9));
    at.clock.advance(Duration.ofMinutes(1));
    at.bench.ok("/orchestrate", "{}");
    assertCheck(at.watch(200), "unfilled", "ok", "no order has ended unfilled");

    at.door.gateway().tws().cancel(at.bench.standing(Bench.SPY).open().order().permId());

    JsonObject answer = at.watch(500);
    assertCheck(answer, "unfilled", "fault", " SPY filled, and the rest has ended");
    assertCheck(answer, "books", "ok", "agree");
  }

  @Test
  void anOrderThatIsOpenForTooLongIsAFault() throws Exception {
    open();
    at.door.gateway().faults().orders().pieces(2, Duration.ofDays(90));
    at.clock.advance(Duration.ofMinutes(1));
    at.bench.ok("/orchestrate", "{}");
    at.schedule();
    assertCheck(at.watch(200, WITHOUT_GATEWAY), "open-orders", "ok", "none for too long");

    at.clock.advance(Duration.ofDays(6));

    assertCheck(at.watch(500, WITHOUT_GATEWAY), "open-orders", "fault", "longer than it should be");
  }

  @Test
  void aFutureThatExpiresSoonIsAFault() throws Exception {
    open();
    at.configure("watch", Map.of("expiryDays", 60));

    assertCheck(at.watch(500), "expiry", "fault", "of MNQZ6, which expires on 2026-12-18");
  }

  @Test
  void holdingsWithoutExposureAreAFault() throws Exception {
    open();
    at.bench.expose(Map.of("weights", "0.4"));

    assertCheck(
        at.watch(500),
        "exposure",
        "fault",
        "the strategy futures holds something and has no exposure");
  }

  @Test
  void aTargetThatWasTooOldAtTheAllocationIsAFault() throws Exception {
    open();
    at.bench.expose(Map.of("weights", "0.4", "futures", "0.2", "mine", "0.1"));
    Instant allocation = WatchBench.MONDAY.plus(Duration.ofMinutes(1));
    target(allocation.minus(Duration.ofMinutes(179)));
    at.clock.advance(Duration.ofHours(5));
    assertCheck(at.watch(500), "targets", "ok", "was fresh");

    target(allocation.minus(Duration.ofMinutes(181)));

    assertCheck(at.watch(500), "targets", "fault", "the target of strategies/mine was fresh until");
  }

  private void target(Instant updatedAt) {
    at.door
        .store()
        .set(
            "strategies/mine",
            Map.of("kind", "external", "target", List.of(), "updatedAt", updatedAt));
  }

  @Test
  void barsThatAreBehindAreAFault() throws Exception {
    open();
    at.schedule();
    at.configure("marketData", Map.of("contracts", List.of(SPY)));
    at.bench.ok("/collect-market-data", "{}");
    at.clock.advance(Duration.ofDays(2));
    assertCheck(at.watch(200, WITHOUT_GATEWAY), "bars", "ok", "up to date");

    at.clock.advance(Duration.ofDays(1));

    assertCheck(
        at.watch(500, WITHOUT_GATEWAY), "bars", "fault", "does collect-market-data still run?");
  }

  @Test
  void aSmallCushionIsAFault() throws Exception {
    open();
    at.configure("watch", Map.of("cushion", "0.999"));

    assertCheck(at.watch(500), "cushion", "fault", ", below watch.cushion, which is 0.999");
  }

  @Test
  void theSecondFactorIsRemindedOfOnFridayOnce() throws Exception {
    at = new WatchBench(folder, Instant.parse("2026-12-04T23:05:00Z"));
    at.schedule();
    assertCheck(at.watch(200), "second-factor", "ok", "no second factor is needed");
    at.configure("watch", Map.of("secondFactor", true));

    assertCheck(at.watch(200), "second-factor", "reminder", "on Sunday, 2026-12-06, the gateway");
    at.clock.advance(Duration.ofDays(1));
    assertCheck(at.watch(200), "second-factor", "reminder", "on Sunday, 2026-12-06, the gateway");
    at.clock.advance(Duration.ofDays(1));
    assertCheck(at.watch(200), "second-factor", "ok", "is on 2026-12-13");

    assertThat(at.told("main")).hasSize(1);
  }

  @Test
  void aProblemOfARunIsAFault() throws Exception {
    open();
    at.door.store().delete("strategies/futures");
    at.day();

    assertCheck(at.watch(500), "problems", "fault", "orchestrate: futures was left as it is");
  }

  @Test
  void messagesThatCannotBeSentAreAFault() throws Exception {
    open();
    at.configure("watch", Map.of("cushion", "0.999"));
    at.server.replies(MessageServer.Reply.of(500));
    assertCheck(at.watch(500), "messages", "ok", "no message is waiting");
    at.clock.advance(Duration.ofMinutes(10));

    assertCheck(
        at.watch(500),
        "messages",
        "fault",
        "1 events wait for the channel main: the service answered 500");
  }

  @Test
  void watchIsNotStoppedByTheKillSwitchAndSaysThatNothingTrades() throws Exception {
    open();
    at.configure("tradingEnabled", false);
    at.clock.advance(Duration.ofMinutes(2));
    assertThat(at.door.post("/orchestrate", "{}").statusCode()).isEqualTo(503);
    at.clock.advance(Duration.ofMinutes(40));

    assertCheck(
        at.watch(500), "schedule", "fault", "failed: KillSwitchException: Trading disabled");
    assertThat(FrontDoor.answered(200, at.door.post("/digest", "{}")).get("day").getAsString())
        .isEqualTo("2026-11-30");
  }
}
