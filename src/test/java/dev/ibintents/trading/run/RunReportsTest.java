package dev.ibintents.trading.run;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.Samples;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The reports of orders whose run did not get through: to buy 7.5 SPY, and to sell one MNQ. */
final class RunReportsTest {
  private static final Instant BEGUN = Instant.parse("2026-11-23T15:45:00Z");
  private static final long TOKEN = BEGUN.getEpochSecond();
  private static final String SPY = ref(0) + " BUY 7.5 SPY";
  private static final String MNQ = ref(1) + " SELL 1 MNQ";

  private static String ref(int leg) {
    return Samples.key("k").orderRef(TOKEN, leg);
  }

  private static LegUpdate update(int leg, LegState state, String message) {
    return new LegUpdate(ref(leg), state, 0, 0, message);
  }

  private static Run run(LegUpdate... updates) {
    Lease lease = new Lease(TradingMode.PAPER, "a", "m", TOKEN, BEGUN.plusSeconds(20), BEGUN);
    Run run = Run.begin(Samples.key("k"), Samples.plan(), lease, "m", BEGUN);
    for (LegUpdate update : updates) {
      List<LegUpdate> steps = new ArrayList<>(List.of(update));
      if (update.state() != LegState.PLANNED && update.state() != LegState.SENT) {
        steps.add(0, LegUpdate.sent(update.orderRef(), 1, 7));
      }
      run = run.with(steps, TOKEN, BEGUN);
    }
    return run;
  }

  private static List<Problem> reported(Run run) {
    Problems problems = new Problems();
    RunShortfall.report(run, problems);
    return problems.all();
  }

  private static String message(Run run) {
    return new UnsettledOrdersException(run, null).getMessage();
  }

  @ParameterizedTest
  @EnumSource(
      value = LegState.class,
      names = {"EXPIRED", "NOT_SENT", "UNKNOWN"})
  void runFallsShortIfAnOrderWasNotSentOrIsInDoubt(LegState state) {
    assertThat(RunShortfall.isIn(run(update(1, state, "")))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = LegState.class,
      mode = EXCLUDE,
      names = {"EXPIRED", "NOT_SENT", "UNKNOWN", "PLANNED", "SENT", "CANCELLING"})
  void runDoesNotFallShortByOrdersThatTheBrokerHasAnswered(LegState state) {
    assertThat(RunShortfall.isIn(run(update(0, state, ""), update(1, state, "")))).isFalse();
  }

  @Test
  void ordersThatTheBrokerHasAreNotReported() {
    assertThat(
            reported(run(update(0, LegState.DONE, "Filled"), update(1, LegState.ACKNOWLEDGED, ""))))
        .isEmpty();
  }

  @Test
  void ordersThatWereNeverSentAreReportedWithTheirReason() {
    List<Problem> problems =
        reported(
            run(
                update(0, LegState.EXPIRED, "planned too long ago"),
                update(1, LegState.NOT_SENT, "planned too long ago")));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(Problem.Code.ORDERS_NOT_SENT.id());
    assertThat(problems.get(0).message())
        .startsWith(
            "of the allocation run of 2026-11-23T15:45:00Z ("
                + run().origin()
                + ", "
                + run().id()
                + ") these orders were never sent, and will not be: "
                + SPY
                + ", "
                + MNQ
                + " (planned too long ago). If they are still wanted, send the request again");
  }

  @Test
  void refusedOrdersAreReportedByReason() {
    List<Problem> problems =
        reported(
            run(
                update(0, LegState.REJECTED, "201 no margin"),
                update(1, LegState.REJECTED, "200 no contract")));

    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).code()).isEqualTo(Problem.Code.ORDER_REFUSED.id());
    assertThat(problems.get(0).message())
        .contains(
            "the broker refused these orders: "
                + SPY
                + " (201 no margin); "
                + MNQ
                + " (200 no contract). Correct the reason");
  }

  @Test
  void ordersInDoubtAreReportedApartFromThoseThatWereNeverSent() {
    List<Problem> problems =
        reported(
            run(update(0, LegState.UNKNOWN, "no list has it"), update(1, LegState.EXPIRED, "old")));

    assertThat(problems.stream().map(Problem::code))
        .containsExactly(Problem.Code.ORDERS_NOT_SENT.id(), Problem.Code.ORDERS_IN_DOUBT.id())
        .inOrder();
    assertThat(problems.get(1).message())
        .contains("not sent again: " + SPY + " (no list has it). Look for them at the broker");
  }

  @Test
  void ordersWithoutAcknowledgementAreNamedAsSent() {
    Run run = run(update(0, LegState.DONE, "Filled"), LegUpdate.sent(ref(1), 1, 8));

    assertThat(message(run))
        .isEqualTo(
            "the broker has not acknowledged these orders in time: "
                + run.legs().get(1)
                + "; they are in the ledger as run "
                + run.id()
                + ", and the next run settles them before anything else");
  }

  @Test
  void ordersThatWereHeldBackAreNamedWithTheirReason() {
    Run sent = run(LegUpdate.sent(ref(0), 1, 7));
    Run run = sent.with(List.of(LegUpdate.heldBack(ref(0), "no lease")), TOKEN, BEGUN);

    assertThat(message(run))
        .startsWith(
            "these orders are not sent yet: %s (no lease), %s; they are in the ledger"
                .formatted(run.legs().get(0), run.legs().get(1)));
  }

  @Test
  void sentOrdersAndHeldBackOrdersAreNamedApart() {
    Run run = run(LegUpdate.sent(ref(0), 1, 7));

    assertThat(message(run))
        .startsWith(
            "the broker has not acknowledged these orders in time: %s; these orders are not sent yet: %s; they"
                .formatted(run.legs().get(0), run.legs().get(1)));
  }
}
