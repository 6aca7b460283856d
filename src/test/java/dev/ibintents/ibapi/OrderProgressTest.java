package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.ibapi.Acknowledgement.Accepted;
import dev.ibintents.ibapi.Acknowledgement.Refused;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The outcome of an order by its statuses, executions and errors, in every sequence. */
final class OrderProgressTest {
  private static final Update REJECTED = error(201, "Order rejected - reason: no funds");
  private static final Update WARNED_BY_399 =
      error(399, "Order Message:\nBUY 10 SPY\nWarning: not placed until 09:30");
  private static final Update REJECTED_BY_399 =
      error(399, "Order Message:\nBUY 10 SPY\nno such route");
  private static final Update TIF_SET = error(10349, "Order TIF was set to DAY based on preset");
  private static final Update UNKNOWN_CODE = error(12345, "something new");
  private static final Update DIRECTLY_ROUTED = error(10311, "This order will be directly routed");
  private static final Update CANCELLED_BY_CODE = error(202, "Order Canceled - reason:");
  private static final Update INACTIVE = status("Inactive");
  private static final Update CANCELLED = status("Cancelled");
  private static final Update SUBMITTED = status("Submitted");
  private static final Update EXECUTED = progress -> progress.execution(5, BigDecimal.ONE);

  private interface Update {
    void applyTo(OrderProgress progress);
  }

  private static Update error(int code, String text) {
    return progress -> progress.error(ScriptedGateway.error(7, code, text), false);
  }

  private static Update status(String text) {
    return progress -> progress.status(text, "", 5, BigDecimal.ZERO);
  }

  private static Optional<Acknowledgement> after(Update... updates) {
    return after(List.of(updates));
  }

  private static Optional<Acknowledgement> after(List<Update> updates) {
    OrderProgress progress = new OrderProgress();
    updates.forEach(update -> update.applyTo(progress));
    return progress.outcome();
  }

  private static List<List<Update>> permutations(List<Update> updates) {
    if (updates.isEmpty()) {
      return List.of(List.of());
    }
    List<List<Update>> sequences = new ArrayList<>();
    for (int i = 0; i < updates.size(); i++) {
      List<Update> rest = new ArrayList<>(updates);
      Update first = rest.remove(i);
      for (List<Update> sequence : permutations(rest)) {
        List<Update> whole = new ArrayList<>(List.of(first));
        whole.addAll(sequence);
        sequences.add(whole);
      }
    }
    return sequences;
  }

  private static void assertInEverySequence(Class<?> kind, Update... updates) {
    for (List<Update> sequence : permutations(List.of(updates))) {
      assertWithMessage("outcome").that(after(sequence).orElseThrow()).isInstanceOf(kind);
    }
  }

  @Test
  void refusalIsRecognisedInEverySequence() {
    assertInEverySequence(Refused.class, REJECTED);
    assertInEverySequence(Refused.class, REJECTED, INACTIVE);
    assertInEverySequence(Refused.class, REJECTED, CANCELLED);
    assertInEverySequence(Refused.class, REJECTED, INACTIVE, INACTIVE, WARNED_BY_399);
    assertInEverySequence(Refused.class, REJECTED, CANCELLED, TIF_SET, UNKNOWN_CODE);
    assertInEverySequence(Refused.class, REJECTED_BY_399, INACTIVE, TIF_SET);
    assertInEverySequence(Refused.class, CANCELLED_BY_CODE, CANCELLED, WARNED_BY_399);
    assertInEverySequence(Refused.class, CANCELLED, UNKNOWN_CODE);
    assertThat(after(REJECTED, INACTIVE))
        .hasValue(new Refused(201, "Order rejected - reason: no funds"));
  }

  @Test
  void warningDoesNotRefuseInAnySequence() {
    assertInEverySequence(Accepted.class, WARNED_BY_399, TIF_SET, SUBMITTED);
    assertInEverySequence(Accepted.class, UNKNOWN_CODE, TIF_SET, SUBMITTED);
    assertInEverySequence(Accepted.class, DIRECTLY_ROUTED, SUBMITTED);
  }

  @Test
  void executionOutweighsEveryOtherMessage() {
    assertInEverySequence(Accepted.class, EXECUTED, REJECTED, INACTIVE);
    assertInEverySequence(Accepted.class, EXECUTED, CANCELLED, UNKNOWN_CODE, CANCELLED_BY_CODE);
    assertInEverySequence(Accepted.class, EXECUTED);
  }

  @Test
  void warningsAndUnknownCodesAloneLeaveTheOutcomeOpen() {
    for (List<Update> sequence :
        permutations(List.of(WARNED_BY_399, TIF_SET, UNKNOWN_CODE, DIRECTLY_ROUTED))) {
      assertThat(after(sequence)).isEmpty();
    }
  }

  @Test
  void inactiveOrCancelledWithoutARefusalLeavesTheOutcomeOpen() {
    assertThat(after(INACTIVE)).isEmpty();
    for (List<Update> sequence : permutations(List.of(INACTIVE, UNKNOWN_CODE, TIF_SET))) {
      assertThat(after(sequence)).isEmpty();
    }
    assertThat(after(CANCELLED)).isEmpty();
  }

  @Test
  void orderThatIsHeldForSharesToBorrowIsAccepted() {
    Update held = progress -> progress.status("Inactive", "locate", 5, BigDecimal.ZERO);
    assertInEverySequence(Accepted.class, held);
    assertInEverySequence(
        Accepted.class, error(404, "Order held while securities are located"), held);
    assertInEverySequence(Accepted.class, error(404, "Order held"), INACTIVE);
  }

  @Test
  void laterStatusOutweighsAnEarlierError() {
    assertThat(after(REJECTED, SUBMITTED).orElseThrow()).isInstanceOf(Accepted.class);
    assertThat(after(SUBMITTED, REJECTED).orElseThrow()).isInstanceOf(Refused.class);
    assertThat(after(REJECTED, SUBMITTED, INACTIVE).orElseThrow()).isInstanceOf(Refused.class);
  }

  @Test
  void cancellationOfALiveOrderIsNoRefusal() {
    assertThat(after(SUBMITTED, CANCELLED, CANCELLED_BY_CODE).orElseThrow())
        .isInstanceOf(Accepted.class);
    assertThat(after(SUBMITTED, CANCELLED_BY_CODE, CANCELLED).orElseThrow())
        .isInstanceOf(Accepted.class);
  }

  @Test
  void refusedCancellationLeavesTheOrderLive() {
    OrderProgress progress = new OrderProgress();
    SUBMITTED.applyTo(progress);
    progress.error(ScriptedGateway.error(7, 321, "Error validating request"), true);

    assertThat(progress.outcome().orElseThrow()).isInstanceOf(Accepted.class);
    assertThat(progress.isDone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ApiPending", "PendingSubmit", "PreSubmitted", "Submitted", "Filled", "Novel"})
  void statusThatDoesNotEndTheOrderAccepts(String text) {
    assertThat(after(status(text)).orElseThrow()).isInstanceOf(Accepted.class);
  }
}
