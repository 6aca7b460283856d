package dev.ibintents.trading.order;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The times of an order that is sent later than it was planned. */
final class OrderTimesTest {
  private static final Instant PLANNED = Instant.parse("2026-11-23T15:00:00Z");
  private static final String TIME = "20261123-15:30:00";
  private static final Instant AT_THE_TIME = Instant.parse("2026-11-23T15:30:00Z");
  private static final Instant BEFORE_IT = AT_THE_TIME.minusMillis(1);
  private static final OrderCondition PRICE =
      new OrderCondition.Price("a", true, BigDecimal.ONE, 756733, "ARCA", 2);

  private static Order order(OrderField<String> field, String time) {
    return Order.builder().set(field, time).build();
  }

  private static Order order(OrderCondition... conditions) {
    return Order.builder().set(OrderField.CONDITIONS, List.of(conditions)).build();
  }

  private static Optional<String> missed(Order order, Instant now) {
    return OrderTimes.missed(order, PLANNED, now);
  }

  private static OrderField<String> field(String name) {
    return List.of(
            OrderField.GOOD_AFTER_TIME,
            OrderField.ACTIVE_START_TIME,
            OrderField.GOOD_TILL_DATE,
            OrderField.ACTIVE_STOP_TIME)
        .stream()
        .filter(field -> field.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void orderWithoutTimesMissesNothing() {
    assertThat(missed(Order.builder().build(), AT_THE_TIME)).isEmpty();
    assertThat(missed(order(PRICE), AT_THE_TIME)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "goodAfterTime, start",
    "activeStartTime, start",
    "goodTillDate, end",
    "activeStopTime, end"
  })
  void timeIsMissedOnceItHasCome(String name, String action) {
    Order order = order(field(name), TIME);

    assertThat(missed(order, BEFORE_IT)).isEmpty();
    assertThat(missed(order, AT_THE_TIME))
        .hasValue(
            "its %s 20261123-15:30:00, at which it was to %s, has passed meanwhile"
                .formatted(name, action));
  }

  @Test
  void startThatWasPastAtThePlanningIsAccepted() {
    Order order = order(OrderField.GOOD_AFTER_TIME, TIME);

    assertThat(OrderTimes.missed(order, AT_THE_TIME, AT_THE_TIME.plusSeconds(60))).isEmpty();
  }

  @Test
  void endThatWasPastAtThePlanningIsMissed() {
    Order order = order(OrderField.GOOD_TILL_DATE, TIME);

    assertThat(OrderTimes.missed(order, AT_THE_TIME, AT_THE_TIME.plusSeconds(60))).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"goodAfterTime", "activeStartTime", "goodTillDate", "activeStopTime"})
  void timeWithoutAZoneIsNotTrusted(String name) {
    assertThat(missed(order(field(name), "20261123 15:30:00"), BEFORE_IT))
        .hasValue(
            "its %s 20261123 15:30:00 has no time zone, so it is not known whether it has passed"
                .formatted(name));
  }

  @Test
  void timeInAnotherZoneIsTheSameMoment() {
    Order order = order(OrderField.GOOD_AFTER_TIME, "20261123 10:30:00 US/Eastern");

    assertThat(missed(order, BEFORE_IT)).isEmpty();
    assertThat(missed(order, AT_THE_TIME)).isPresent();
  }

  @ParameterizedTest
  @CsvSource({"true, start", "false, end"})
  void conditionOnTheTimeIsMissedOnceItsTimeHasCome(boolean isMore, String action) {
    Order order = order(PRICE, new OrderCondition.Time("a", isMore, TIME));

    assertThat(missed(order, BEFORE_IT)).isEmpty();
    assertThat(missed(order, AT_THE_TIME))
        .hasValue(
            "its condition on the time 20261123-15:30:00, at which it was to %s, has passed meanwhile"
                .formatted(action));
  }

  @Test
  void conditionAfterATimeThatWasPastAtThePlanningIsAccepted() {
    Order after = order(new OrderCondition.Time("a", true, TIME));
    Order before = order(new OrderCondition.Time("a", false, TIME));

    assertThat(OrderTimes.missed(after, AT_THE_TIME, AT_THE_TIME)).isEmpty();
    assertThat(OrderTimes.missed(before, AT_THE_TIME, AT_THE_TIME)).isPresent();
  }
}
