package dev.ibintents.trading.run;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitchException;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.LeaseHold;
import dev.ibintents.trading.ledger.LeaseLostException;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.ledger.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests each reason for which no order may leave, while all other conditions are met. */
final class PlacementGateTest {
  private static final Duration LONG = Duration.ofSeconds(300);

  @TempDir Path folder;
  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private DocumentStore store;
  private LeaseHold hold;
  private Run run;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder);
    store.set("config/common", Map.of());
    store.set("config/paper", Map.of());
    hold =
        new LeaseHold(
            new Leases(store, clock), PAPER, "sender", Deadline.in(LONG), System::nanoTime);
    RunPlan plan = new RunPlan(Samples.REQUEST, Map.of(), List.of(Samples.stock("BUY", "3")));
    run =
        new RunLedger(store, clock)
            .begin(Samples.key("k"), plan, hold.lease(), AccompanyingWrites.NONE)
            .run();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private PlacementGate gate(Deadline deadline) {
    return gate(deadline, "allocation");
  }

  private PlacementGate gate(Deadline deadline, String sender) {
    Variables variables =
        Variables.from(Map.of("STORE", "embedded", "DATA_FOLDER", folder.toString()));
    return new PlacementGate(
        new Environment(variables, store, clock, "test", deadline), hold, run, sender);
  }

  private void assertLost() {
    assertThrows(LeaseLostException.class, () -> gate(Deadline.in(LONG)).require());
  }

  @Test
  void ordersMayLeaveWhileTradingIsEnabledAndTheLeaseIsHeld() {
    gate(Deadline.in(LONG)).require();
  }

  @Test
  void noOrderLeavesAfterTheDeadline() {
    PlacementGate gate = gate(Deadline.in(Duration.ZERO));

    GatewayTimeoutException refusal = assertThrows(GatewayTimeoutException.class, gate::require);

    assertThat(refusal).hasMessageThat().endsWith("has passed; nothing more is sent");
  }

  @Test
  void noOrderLeavesAfterTheLeaseHasLapsed() {
    clock.advance(Leases.LENGTH);

    assertLost();
  }

  @Test
  void noOrderLeavesWhenAnotherProcessHasTheLeaseAndThisClockIsBehind() {
    TestClock ahead = new TestClock("2026-11-23T15:55:00Z");
    new Leases(store, ahead).acquire(PAPER, "another", ahead.instant().plus(LONG), ahead::advance);

    assertLost();
  }

  @Test
  void noOrderLeavesAfterTheLeaseIsReleased() {
    new Leases(store, clock).release(hold.lease());

    assertLost();
  }

  @Test
  void noOrderLeavesWhenTradingIsSwitchedOff() {
    store.set("config/common", Map.of("tradingEnabled", false));

    assertThrows(KillSwitchException.class, () -> gate(Deadline.in(LONG)).require());
  }

  @ParameterizedTest
  @CsvSource({"allocation, false", "orchestrate, false", "allocation orchestrate, true"})
  void planningAndSendingIntentMustBothBeExempt(String exempt, boolean leaves) {
    store.set(
        "config/common",
        Map.of("tradingEnabled", false, "killSwitchExempt", List.of(exempt.split(" "))));
    PlacementGate gate = gate(Deadline.in(LONG), "orchestrate");

    if (leaves) {
      gate.require();
    } else {
      assertThrows(KillSwitchException.class, gate::require);
    }
  }
}
