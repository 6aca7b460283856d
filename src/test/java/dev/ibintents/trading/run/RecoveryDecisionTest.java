package dev.ibintents.trading.run;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.trading.run.LegDecision.Verdict.ASK_AGAIN;
import static dev.ibintents.trading.run.LegDecision.Verdict.EXISTS;
import static dev.ibintents.trading.run.LegDecision.Verdict.EXPIRED_NOT_SENT;
import static dev.ibintents.trading.run.LegDecision.Verdict.LEFT_TO_BOOKS;
import static dev.ibintents.trading.run.LegDecision.Verdict.PROVE_LINK;
import static dev.ibintents.trading.run.LegDecision.Verdict.SEND_NOW;
import static dev.ibintents.trading.run.LegDecision.Verdict.SETTLED;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.store.Document;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.LegUpdate;
import dev.ibintents.trading.ledger.OrderIdCount;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunDocument;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.order.FillWithin;
import dev.ibintents.trading.order.OrderTerms;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.run.LegDecision.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RecoveryDecisionTest {
  private static final Instant BEGUN = Instant.parse("2026-11-23T15:45:00Z");
  private static final Instant LATER = BEGUN.plusSeconds(400);
  private static final long TOKEN = BEGUN.getEpochSecond();

  /** A gateway that has not taken any order. */
  private static final OrderIdCount NOTHING = new OrderIdCount(1, 1, LATER);

  private static Run run(Instant begunAt, LegUpdate... updates) {
    return run(begunAt, Samples.plan(), updates);
  }

  private static Run run(Instant begunAt, RunPlan plan, LegUpdate... updates) {
    Lease lease = new Lease(TradingMode.PAPER, "a", "m", TOKEN, begunAt.plusSeconds(330), begunAt);
    Run run = Run.begin(Samples.key("k"), plan, lease, "m", begunAt);
    return run.with(List.of(updates), TOKEN, begunAt.plusSeconds(1));
  }

  private static String ref(int leg) {
    return Samples.key("k").orderRef(TOKEN, leg);
  }

  private static LegUpdate sent(int leg) {
    return LegUpdate.sent(ref(leg), 1, 1 + leg);
  }

  private static BrokerRecord silence(Instant at) {
    return new BrokerRecord(
        Map.of(), at, at.plusSeconds(1), Optional.empty(), new OrderIdCount(1, 1, at), true);
  }

  private static List<LegDecision> decide(Run run, BrokerRecord record, int minutes) {
    return decide(run, run.begunAt().plusSeconds(30), record, minutes);
  }

  private static List<LegDecision> decide(
      Run run, Instant quietSince, BrokerRecord record, int minutes) {
    Lease lease =
        new Lease(TradingMode.PAPER, "b", "n", TOKEN + 30, LATER.plusSeconds(330), quietSince);
    return RecoveryDecision.decide(run, lease, record, minutes);
  }

  private static List<Verdict> verdicts(Run run, BrokerRecord record, int minutes) {
    return decide(run, record, minutes).stream().map(LegDecision::verdict).toList();
  }

  @Test
  void seenOrderExistsAndMissingOrderIsSent() {
    Sighting seen = new Sighting(LegState.ACKNOWLEDGED, 1, 77, "Submitted");
    BrokerRecord record =
        new BrokerRecord(
            Map.of(ref(0), seen),
            LATER,
            LATER.plusSeconds(1),
            Optional.empty(),
            new OrderIdCount(1, 2, LATER),
            true);
    List<LegDecision> decisions = decide(run(BEGUN, sent(0), sent(1)), record, 15);
    assertThat(decisions.get(0).verdict()).isEqualTo(EXISTS);
    assertThat(decisions.get(0).update())
        .hasValue(new LegUpdate(ref(0), LegState.ACKNOWLEDGED, 1, 77, "Submitted"));
    assertThat(decisions.get(1).verdict()).isEqualTo(SEND_NOW);
    assertThat(decisions.get(1).update()).isEmpty();
  }

  @Test
  void seenOrderExistsOnAnyDayAndInAnyLegState() {
    BrokerRecord record =
        new BrokerRecord(
            Map.of(
                ref(0), new Sighting(LegState.DONE, 0, 77, "Filled"),
                ref(1), new Sighting(LegState.ACKNOWLEDGED, 0, 78, "")),
            BEGUN.plus(Duration.ofDays(1)),
            BEGUN.plus(Duration.ofDays(1)),
            Optional.of(BEGUN.plus(Duration.ofHours(20))),
            new OrderIdCount(1, 3, BEGUN.plus(Duration.ofDays(1))),
            true);
    assertThat(verdicts(run(BEGUN, sent(0)), record, 0)).containsExactly(EXISTS, EXISTS);
  }

  @Test
  void ordersOfAnOldPlanAreNotSent() {
    Run run = run(BEGUN, sent(0));
    Instant atLimit = BEGUN.plus(Duration.ofMinutes(15)).minusSeconds(1);
    assertThat(verdicts(run, silence(atLimit), 15)).containsExactly(SEND_NOW, SEND_NOW);
    assertThat(verdicts(run, silence(atLimit.plusSeconds(1)), 15))
        .containsExactly(EXPIRED_NOT_SENT, EXPIRED_NOT_SENT);
    LegDecision old = decide(run, silence(LATER), 0).get(0);
    assertThat(old.update().orElseThrow().state()).isEqualTo(LegState.EXPIRED);
    assertThat(old.because()).contains("only 0 min are allowed (retryCheckMinutes)");
  }

  @Test
  void missingOrderOfYesterdayIsLeftToBooks() {
    Instant beforeMidnight = Instant.parse("2026-11-24T04:55:00Z"); // 23:55 in New York
    Run run = run(beforeMidnight, sent(0));
    List<LegDecision> decisions =
        decide(run, silence(beforeMidnight.plus(Duration.ofMinutes(8))), 15);
    assertThat(decisions.get(0).verdict()).isEqualTo(LEFT_TO_BOOKS);
    assertThat(decisions.get(0).update().orElseThrow().state()).isEqualTo(LegState.UNKNOWN);
    assertThat(decisions.get(1).verdict()).isEqualTo(EXPIRED_NOT_SENT); // it was never sent
    assertThat(verdicts(run, silence(beforeMidnight.plus(Duration.ofMinutes(4))), 15))
        .containsExactly(SEND_NOW, SEND_NOW);
  }

  @Test
  void missingOrderIsLeftToBooksIfTheAnswerMayBeAfterMidnight() {
    Instant beforeMidnight = Instant.parse("2026-11-24T04:55:00Z");
    Instant asked = Instant.parse("2026-11-24T04:59:58Z");
    assertThat(verdicts(run(beforeMidnight, sent(0)), silence(asked), 15))
        .containsExactly(LEFT_TO_BOOKS, EXPIRED_NOT_SENT);
  }

  @Test
  void utcMidnightDoesNotEndTheBrokersDay() {
    Instant begun = Instant.parse("2026-11-23T23:58:00Z");
    assertThat(verdicts(run(begun, sent(0)), silence(begun.plusSeconds(300)), 15))
        .containsExactly(SEND_NOW, SEND_NOW);
  }

  @Test
  void missingOrderIsLeftToBooksIfTheGatewayWasStartedSince() {
    BrokerRecord record =
        new BrokerRecord(Map.of(), LATER, LATER, Optional.of(BEGUN.plusSeconds(60)), NOTHING, true);
    assertThat(verdicts(run(BEGUN, sent(0)), record, 15))
        .containsExactly(LEFT_TO_BOOKS, SEND_NOW)
        .inOrder();
    BrokerRecord before =
        new BrokerRecord(
            Map.of(), LATER, LATER, Optional.of(BEGUN.minusSeconds(60)), NOTHING, true);
    assertThat(verdicts(run(BEGUN, sent(0)), before, 15)).containsExactly(SEND_NOW, SEND_NOW);
  }

  @Test
  void missingOrderIsLeftToBooksIfTheGatewayHasForgottenAnotherOrder() {
    Run run = run(BEGUN, sent(0), sent(1), LegUpdate.acknowledged(ref(1), 78));
    LegDecision first = decide(run, silence(LATER), 15).get(0);
    assertThat(first.verdict()).isEqualTo(LEFT_TO_BOOKS);
    assertThat(first.because()).contains(ref(1) + " SELL 1 MNQ: acknowledged");
  }

  @Test
  void orderThatWasBeingCancelledProvesThatTheGatewayHasForgottenOrders() {
    Run run =
        run(
            BEGUN,
            sent(0),
            sent(1),
            LegUpdate.acknowledged(ref(1), 78),
            LegUpdate.cancelling(ref(1), "its time is over"));
    assertThat(verdicts(run, silence(LATER), 15)).containsExactly(LEFT_TO_BOOKS, SETTLED).inOrder();
  }

  @Test
  void acknowledgedOrderIsNeverSentAgain() {
    Run run = run(BEGUN, sent(0), LegUpdate.acknowledged(ref(0), 77));
    LegDecision first = decide(run, silence(LATER), 15).get(0);
    assertThat(first.verdict()).isEqualTo(EXISTS);
    assertThat(first.update()).isEmpty();
  }

  @Test
  void statusOfATimedOrderDoesNotReplaceTheReasonWhyItIsStillOpen() {
    String reason = "it was to be filled in 30s, and could not be cancelled";
    Run run =
        timed(sent(0), LegUpdate.acknowledged(ref(0), 0), LegUpdate.stillOpen(ref(0), reason));
    LegUpdate update = seen(run, LegState.ACKNOWLEDGED, "Submitted");
    assertThat(update).isEqualTo(new LegUpdate(ref(0), LegState.ACKNOWLEDGED, 1, 77, ""));
    Leg after = run.with(List.of(update), TOKEN, LATER).legs().get(0);
    assertThat(after.message()).isEqualTo(reason);
    assertThat(after.permId()).isEqualTo(77);
  }

  @Test
  void endOfATimedOrderReplacesTheReasonWhyItIsStillOpen() {
    Run run = timed(sent(0), LegUpdate.stillOpen(ref(0), "it could not be cancelled"));
    assertThat(seen(run, LegState.DONE, "Cancelled").message()).isEqualTo("Cancelled");
  }

  @Test
  void firstStatusOfATimedOrderIsRecorded() {
    Run run = timed(sent(0), LegUpdate.acknowledged(ref(0), 77));
    assertThat(seen(run, LegState.ACKNOWLEDGED, "Submitted").message()).isEqualTo("Submitted");
  }

  @Test
  void laterStatusOfAnOrderWithoutATimeReplacesTheEarlierOne() {
    LegUpdate earlier = new LegUpdate(ref(0), LegState.ACKNOWLEDGED, 1, 77, "PreSubmitted");
    LegUpdate later = seen(run(BEGUN, sent(0), earlier), LegState.ACKNOWLEDGED, "Submitted");
    assertThat(later.message()).isEqualTo("Submitted");
  }

  /** A run whose first order is to be filled in 30 s. */
  private static Run timed(LegUpdate... updates) {
    PlannedOrder order =
        Samples.stock("BUY", "7.5").with(OrderTerms.of(Optional.of(new FillWithin(30, false))));
    return run(BEGUN, new RunPlan(Samples.REQUEST, Map.of(), List.of(order)), updates);
  }

  /** The update of the first order of a run, of which the broker shows that order. */
  private static LegUpdate seen(Run run, LegState state, String status) {
    BrokerRecord record =
        new BrokerRecord(
            Map.of(ref(0), new Sighting(state, 1, 77, status)),
            LATER,
            LATER.plusSeconds(1),
            Optional.empty(),
            NOTHING,
            true);
    return decide(run, record, 15).get(0).update().orElseThrow();
  }

  @Test
  void orderThatMayBeOnItsWayIsAskedForAgain() {
    Run run = run(BEGUN, sent(0));
    Instant quietSince = BEGUN.plusSeconds(60);
    List<LegDecision> early = decide(run, quietSince, silence(BEGUN.plusSeconds(74)), 15);
    assertThat(early.stream().map(LegDecision::verdict).toList())
        .containsExactly(ASK_AGAIN, SEND_NOW)
        .inOrder();
    assertThat(early.get(0).because()).contains("2026-11-23T15:46:15Z");
    List<LegDecision> later = decide(run, quietSince, silence(BEGUN.plusSeconds(75)), 15);
    assertThat(later.get(0).verdict()).isEqualTo(SEND_NOW);
  }

  @Test
  void missingOrderNeedsAProofOfTheLinkToTheBroker() {
    Run run = run(BEGUN, sent(0));
    BrokerRecord unlinked =
        new BrokerRecord(Map.of(), LATER, LATER.plusSeconds(1), Optional.empty(), NOTHING, false);
    assertThat(verdicts(run, unlinked, 15)).containsExactly(PROVE_LINK, SEND_NOW).inOrder();
    LegDecision first = decide(run, unlinked, 15).get(0);
    assertThat(first.update()).isEmpty();
    assertThat(first.because()).contains("may have lost the broker and still keep it");
    // The plan is too old in any case, so no proof is needed.
    assertThat(verdicts(run, unlinked, 5))
        .containsExactly(LEFT_TO_BOOKS, EXPIRED_NOT_SENT)
        .inOrder();
  }

  @Test
  void missingOrderIsLeftToBooksIfTheGatewayHasTakenItsId() {
    Run run = run(BEGUN, sent(0), sent(1)); // with the order ids 1 and 2
    BrokerRecord taken =
        new BrokerRecord(
            Map.of(), LATER, LATER, Optional.empty(), new OrderIdCount(1, 2, LATER), true);
    List<LegDecision> decisions = decide(run, taken, 15);
    assertThat(decisions.stream().map(LegDecision::verdict).toList())
        .containsExactly(LEFT_TO_BOOKS, SEND_NOW)
        .inOrder();
    assertThat(decisions.get(0).because())
        .isEqualTo(
            "it was sent, and the gateway has taken its order id 1, as the next one is 2, but does"
                + " not show it");
  }

  @Test
  void orderIdsOfAnotherClientProveNothing() {
    Run run = run(BEGUN, sent(0));
    BrokerRecord other =
        new BrokerRecord(
            Map.of(), LATER, LATER, Optional.empty(), new OrderIdCount(7, 1, LATER), true);
    List<LegDecision> decisions = decide(run, other, 15);
    assertThat(decisions.stream().map(LegDecision::verdict).toList())
        .containsExactly(LEFT_TO_BOOKS, SEND_NOW)
        .inOrder();
    assertThat(decisions.get(0).because())
        .isEqualTo(
            "it was sent, and that was under client id 1, so the orders that the gateway has"
                + " counted of client 7 prove nothing");
  }

  @Test
  void legWithoutAClientIdMayBeOfAnyClient() {
    Run run = run(BEGUN, sent(0));
    Map<String, Object> fields = RunDocument.fields(run);
    ((List<?>) fields.get("legs")).forEach(leg -> ((Map<?, ?>) leg).remove("clientId"));
    Run earlier = RunDocument.run(new Document(RunDocument.path(run.id()), fields));
    assertThat(earlier.legs().get(0).clientId()).isEqualTo(OptionalInt.empty());
    assertThat(decide(earlier, silence(LATER), 15).get(0).because())
        .contains("under a client id that was not recorded");
  }

  @Test
  void orderMayHaveArrivedAfterTheOrderIdWasRequested() {
    Run run = run(BEGUN, sent(0));
    Instant quietSince = BEGUN.plusSeconds(60);
    OrderIdCount early = new OrderIdCount(1, 1, BEGUN.plusSeconds(74));
    BrokerRecord record = new BrokerRecord(Map.of(), LATER, LATER, Optional.empty(), early, true);
    LegDecision first = decide(run, quietSince, record, 15).get(0);
    assertThat(first.verdict()).isEqualTo(LEFT_TO_BOOKS);
    assertThat(first.because()).contains("asked too early");
  }

  @Test
  void orderSentByThisRecoveryIsNotSentAgain() {
    Run run = run(BEGUN).with(List.of(sent(0)), TOKEN + 30, BEGUN.plusSeconds(31));
    assertThat(verdicts(run, silence(LATER), 15)).containsExactly(ASK_AGAIN, SEND_NOW).inOrder();
    BrokerRecord started =
        new BrokerRecord(Map.of(), LATER, LATER, Optional.of(LATER), NOTHING, true);
    assertThat(verdicts(run, started, 15)).containsExactly(ASK_AGAIN, SEND_NOW).inOrder();
  }

  @ParameterizedTest
  @EnumSource(
      value = LegState.class,
      names = {"DONE", "REJECTED", "EXPIRED", "NOT_SENT"})
  void settledLegStaysSettled(LegState state) {
    Run run = run(BEGUN, new LegUpdate(ref(0), state, 0, 0, ""));
    LegDecision first = decide(run, silence(LATER), 15).get(0);
    assertThat(first.verdict()).isEqualTo(SETTLED);
    assertThat(first.update()).isEmpty();
  }

  @Test
  void recordCombinesThreeLists() {
    BrokerRecord record =
        new BrokerRecord.Builder()
            .open(new OpenOrder(contract(), order("a", 5, 50), state("Submitted", "")))
            .open(new OpenOrder(contract(), order("b", 6, 60), state("PreSubmitted", "")))
            .completed(new CompletedOrder(contract(), order("b", 0, 60), state("Filled", "Size 1")))
            .completed(new CompletedOrder(contract(), order("c", 0, 70), state("Cancelled", "")))
            .completed(new CompletedOrder(contract(), order("", 0, 71), state("Cancelled", "")))
            .execution(execution("a"))
            .execution(execution("d"))
            .build(LATER, LATER, Optional.empty(), NOTHING, false);
    assertThat(record.sightings())
        .containsExactly(
            "a", new Sighting(LegState.ACKNOWLEDGED, 5, 50, "Submitted"),
            "b", new Sighting(LegState.DONE, 6, 60, "Size 1"),
            "c", new Sighting(LegState.DONE, 0, 70, "Cancelled"),
            "d", new Sighting(LegState.ACKNOWLEDGED, 8, 80, ""));
  }

  @Test
  void sightingNeedsAStateThatProvesArrival() {
    assertThrows(IllegalArgumentException.class, () -> new Sighting(LegState.REJECTED, 0, 0, ""));
  }

  private static Contract contract() {
    return Samples.future().contract();
  }

  private static Order order(String orderRef, int orderId, long permId) {
    return Samples.order("BUY", BigDecimal.ONE)
        .set(OrderField.ORDER_REF, orderRef)
        .set(OrderField.ORDER_ID, orderId)
        .set(OrderField.PERM_ID, permId)
        .build();
  }

  private static OrderState state(String status, String completedStatus) {
    return OrderState.builder().status(status).completedStatus(completedStatus).build();
  }

  private static Execution execution(String orderRef) {
    return new Execution(
        8,
        "0001.01",
        "20261123 10:45:01 US/Eastern",
        "DU1234567",
        "CME",
        "BOT",
        BigDecimal.ONE,
        BigDecimal.TEN,
        80,
        1,
        0,
        BigDecimal.ONE,
        BigDecimal.TEN,
        orderRef,
        "",
        null,
        "",
        1,
        false,
        "",
        null);
  }
}
