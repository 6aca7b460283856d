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

/** What comes of statuses, executions and errors in every order. */
final class OrderProgressTest {
  private static final News REJECTED = error(201, "Order rejected - reason: no funds");
  private static final News NEEDS_TIME =
      error(399, "Order Message:\nBUY 10 SPY\nWarning: not placed until 09:30");
  private static final News NO_WARNING = error(399, "Order Message:\nBUY 10 SPY\nno such route");
  private static final News TIF_SET = error(10349, "Order TIF was set to DAY based on preset");
  private static final News UNHEARD_OF = error(12345, "something new");
  private static final News DIRECTLY_ROUTED = error(10311, "This order will be directly routed");
  private static final News CANCELLED_BY_CODE = error(202, "Order Canceled - reason:");
  private static final News INACTIVE = status("Inactive");
  private static final News CANCELLED = status("Cancelled");
  private static final News SUBMITTED = status("Submitted");
  private static final News EXECUTED = progress -> progress.execution(5, BigDecimal.ONE);

  private interface News {
    void tell(OrderProgress progress);
  }

  private static News error(int code, String text) {
    return progress -> progress.error(ScriptedGateway.error(7, code, text), false);
  }

  private static News status(String text) {
    return progress -> progress.status(text, "", 5, BigDecimal.ZERO);
  }

  private static Optional<Acknowledgement> after(News... news) {
    return after(List.of(news));
  }

  private static Optional<Acknowledgement> after(List<News> news) {
    OrderProgress progress = new OrderProgress();
    news.forEach(message -> message.tell(progress));
    return progress.outcome();
  }

  private static List<List<News>> orders(List<News> news) {
    if (news.isEmpty()) {
      return List.of(List.of());
    }
    List<List<News>> all = new ArrayList<>();
    for (int i = 0; i < news.size(); i++) {
      List<News> rest = new ArrayList<>(news);
      News first = rest.remove(i);
      for (List<News> order : orders(rest)) {
        List<News> whole = new ArrayList<>(List.of(first));
        whole.addAll(order);
        all.add(whole);
      }
    }
    return all;
  }

  private static void assertInEveryOrder(Class<?> kind, News... news) {
    for (List<News> order : orders(List.of(news))) {
      assertWithMessage("outcome").that(after(order).orElseThrow()).isInstanceOf(kind);
    }
  }

  @Test
  void aRefusalIsOneInWhateverOrderItsMessagesCome() {
    assertInEveryOrder(Refused.class, REJECTED);
    assertInEveryOrder(Refused.class, REJECTED, INACTIVE);
    assertInEveryOrder(Refused.class, REJECTED, CANCELLED);
    assertInEveryOrder(Refused.class, REJECTED, INACTIVE, INACTIVE, NEEDS_TIME);
    assertInEveryOrder(Refused.class, REJECTED, CANCELLED, TIF_SET, UNHEARD_OF);
    assertInEveryOrder(Refused.class, NO_WARNING, INACTIVE, TIF_SET);
    assertInEveryOrder(Refused.class, CANCELLED_BY_CODE, CANCELLED, NEEDS_TIME);
    assertInEveryOrder(Refused.class, CANCELLED, UNHEARD_OF);
    assertThat(after(REJECTED, INACTIVE))
        .hasValue(new Refused(201, "Order rejected - reason: no funds"));
  }

  @Test
  void aWarningRefusesNothingInWhateverOrder() {
    assertInEveryOrder(Accepted.class, NEEDS_TIME, TIF_SET, SUBMITTED);
    assertInEveryOrder(Accepted.class, UNHEARD_OF, TIF_SET, SUBMITTED);
    assertInEveryOrder(Accepted.class, DIRECTLY_ROUTED, SUBMITTED);
  }

  @Test
  void anExecutionOutweighsEverything() {
    assertInEveryOrder(Accepted.class, EXECUTED, REJECTED, INACTIVE);
    assertInEveryOrder(Accepted.class, EXECUTED, CANCELLED, UNHEARD_OF, CANCELLED_BY_CODE);
    assertInEveryOrder(Accepted.class, EXECUTED);
  }

  @Test
  void warningsAndUnknownCodesSettleNothingByThemselves() {
    for (List<News> order : orders(List.of(NEEDS_TIME, TIF_SET, UNHEARD_OF, DIRECTLY_ROUTED))) {
      assertThat(after(order)).isEmpty();
    }
  }

  @Test
  void inactiveAloneOrWithAnUnknownCodeIsNotCertain() {
    assertThat(after(INACTIVE)).isEmpty();
    for (List<News> order : orders(List.of(INACTIVE, UNHEARD_OF, TIF_SET))) {
      assertThat(after(order)).isEmpty();
    }
    assertThat(after(CANCELLED)).isEmpty();
  }

  @Test
  void anOrderThatIsHeldForSharesIsAccepted() {
    News held = progress -> progress.status("Inactive", "locate", 5, BigDecimal.ZERO);
    assertInEveryOrder(Accepted.class, held);
    assertInEveryOrder(Accepted.class, error(404, "Order held while securities are located"), held);
    assertInEveryOrder(Accepted.class, error(404, "Order held"), INACTIVE);
  }

  @Test
  void aLaterStatusIsBelievedAboveAnError() {
    assertThat(after(REJECTED, SUBMITTED).orElseThrow()).isInstanceOf(Accepted.class);
    assertThat(after(SUBMITTED, REJECTED).orElseThrow()).isInstanceOf(Refused.class);
    assertThat(after(REJECTED, SUBMITTED, INACTIVE).orElseThrow()).isInstanceOf(Refused.class);
  }

  @Test
  void aCancellationAfterALifeIsNoRefusal() {
    assertThat(after(SUBMITTED, CANCELLED, CANCELLED_BY_CODE).orElseThrow())
        .isInstanceOf(Accepted.class);
    assertThat(after(SUBMITTED, CANCELLED_BY_CODE, CANCELLED).orElseThrow())
        .isInstanceOf(Accepted.class);
  }

  @Test
  void anErrorThatRefusesACancellationLeavesTheOrderAlive() {
    OrderProgress progress = new OrderProgress();
    SUBMITTED.tell(progress);
    progress.error(ScriptedGateway.error(7, 321, "Error validating request"), true);

    assertThat(progress.outcome().orElseThrow()).isInstanceOf(Accepted.class);
    assertThat(progress.isDone()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ApiPending", "PendingSubmit", "PreSubmitted", "Submitted", "Filled", "Novel"})
  void anyStatusThatEndsNothingAccepts(String text) {
    assertThat(after(status(text)).orElseThrow()).isInstanceOf(Accepted.class);
  }
}
