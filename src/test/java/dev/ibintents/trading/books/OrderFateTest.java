package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.trading.books.Executions.ACCOUNT;
import static dev.ibintents.trading.books.Executions.fill;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.SeenOrder;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.books.OrderFate.Ended;
import dev.ibintents.trading.books.OrderFate.Unknown;
import dev.ibintents.trading.books.OrderFate.Working;
import dev.ibintents.trading.order.OrderIdentity;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OrderFateTest {
  private static final String REF = "0badcafe-1-0";
  private static final int CON_ID = 756733;

  /** 10:45 in New York. */
  private static final Instant NOW = Instant.parse("2026-11-23T15:45:00Z");

  /** The permId of the executions of {@link Executions}. */
  private static final long PERM_ID = 99;

  private static OpenOrderEntry order(String quantity, String executed, Instant timestamp) {
    BigDecimal signed = new BigDecimal(quantity);
    return new OpenOrderEntry(
        new OrderIdentity(REF, ACCOUNT, OptionalInt.of(1), 7, PERM_ID),
        CON_ID,
        signed,
        Shares.of("a", signed),
        Shares.of("a", new BigDecimal(executed)),
        new BigDecimal(executed),
        timestamp);
  }

  private static Order.Builder order(long permId) {
    return Order.builder()
        .set(OrderField.ACTION, "BUY")
        .set(OrderField.ORDER_TYPE, "MKT")
        .set(OrderField.ORDER_REF, REF)
        .set(OrderField.PERM_ID, permId);
  }

  private static Contract contract() {
    return Contract.builder().conId(CON_ID).symbol("X").build();
  }

  private static OpenTrade trade(long permId, String status, String filled) {
    OrderState state = OrderState.builder().status(status).build();
    Order order = order(permId).set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN).build();
    OrderStatus said =
        new OrderStatus(
            7,
            status,
            new BigDecimal(filled),
            BigDecimal.TEN.subtract(new BigDecimal(filled)),
            BigDecimal.ZERO,
            permId,
            0,
            BigDecimal.ZERO,
            1,
            "",
            BigDecimal.ZERO);
    return new OpenTrade(new OpenOrder(contract(), order, state), Optional.of(said));
  }

  private static CompletedOrder completed(long permId, String filled, String how) {
    Order.Builder order = order(permId);
    if (filled != null) {
      order.set(OrderField.FILLED_QUANTITY, new BigDecimal(filled));
    }
    OrderState state = OrderState.builder().status("Cancelled").completedStatus(how).build();
    return new CompletedOrder(contract(), order.build(), state);
  }

  private static OrderFate fate(
      OpenOrderEntry order,
      List<OpenTrade> trades,
      List<CompletedOrder> completed,
      List<Fill> fills) {
    return OrderFate.of(
        order, Optional.of(new SeenOrder(trades, List.of(), completed, fills)), NOW);
  }

  private static OrderFate unseen(OpenOrderEntry order) {
    return OrderFate.of(order, Optional.empty(), NOW);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PendingSubmit",
        "PreSubmitted",
        "Submitted",
        "PendingCancel",
        "ApiPending",
        "Inactive",
        "SomethingNew"
      })
  void whatMayStillBeFilledStaysOpen(String status) {
    OrderFate fate =
        fate(order("10", "4", NOW), List.of(trade(PERM_ID, status, "4")), List.of(), List.of());

    assertThat(fate).isEqualTo(new Working(status, BigDecimal.TEN, new BigDecimal("6")));
  }

  @ParameterizedTest
  @CsvSource({"10, 10", "-10, -10"})
  void whatIsAmongTheCompletedOrdersHasEndedWithTheAmountThere(String quantity, String executed) {
    OrderFate fate =
        fate(
            order(quantity, executed, NOW),
            List.of(),
            List.of(completed(PERM_ID, "10", "Filled Size: 10")),
            List.of());

    assertThat(fate).isEqualTo(new Ended(new BigDecimal(executed), "Filled Size: 10"));
  }

  @Test
  void whatIsInBothListsHasEnded() {
    OrderFate fate =
        fate(
            order("10", "4", NOW),
            List.of(trade(PERM_ID, "Submitted", "4")),
            List.of(completed(PERM_ID, "4", "Cancelled by Trader")),
            List.of());

    assertThat(fate).isEqualTo(new Ended(new BigDecimal("4"), "Cancelled by Trader"));
  }

  /** Gateways list an order that they had refused with 383 with a status of its own, or without. */
  @ParameterizedTest
  @ValueSource(strings = {"Inactive", "PendingSubmit", "PreSubmitted", "ApiPending"})
  void whatIsInBothListsHasEndedWhetherItsStatusIsToldOrNot(String status) {
    OpenTrade told = trade(PERM_ID, status, "0");
    OpenTrade untold =
        new OpenTrade(
            new OpenOrder(
                contract(),
                order(PERM_ID).set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN).build(),
                OrderState.builder().status(status).build()),
            Optional.empty());
    List<CompletedOrder> completed = List.of(completed(PERM_ID, "0", "Cancelled"));

    for (OpenTrade listed : List.of(told, untold)) {
      SeenOrder seen = new SeenOrder(List.of(listed), List.of(), completed, List.of());

      assertThat(OrderFate.working(seen)).isEmpty();
      assertThat(OrderFate.of(order("10", "0", NOW), Optional.of(seen), NOW))
          .isEqualTo(new Ended(new BigDecimal("0"), "Cancelled"));
      assertThat(fate(order("10", "0", NOW), List.of(listed), List.of(), List.of()))
          .isEqualTo(new Working(status, BigDecimal.TEN, BigDecimal.TEN));
    }
  }

  @Test
  void anOrderThatArrivedTwiceHasEndedWhenBothHave() {
    OpenOrderEntry order = order("10", "14", NOW);
    CompletedOrder first = completed(PERM_ID, "10", "Filled");

    assertThat(fate(order, List.of(trade(100, "Submitted", "4")), List.of(first), List.of()))
        .isEqualTo(new Working("Submitted", BigDecimal.TEN, new BigDecimal("6")));
    assertThat(
            fate(
                order,
                List.of(),
                List.of(first, completed(100, "4", "Cancelled by Trader")),
                List.of()))
        .isEqualTo(new Ended(new BigDecimal("14"), "Cancelled by Trader"));
    // The same one twice is one.
    assertThat(fate(order, List.of(), List.of(first, first), List.of()))
        .isEqualTo(new Ended(new BigDecimal("10"), "Filled"));
  }

  @Test
  void anEndWithoutAnAmountSaysTooLittle() {
    OrderFate fate =
        fate(order("10", "4", NOW), List.of(), List.of(completed(PERM_ID, null, "")), List.of());

    assertThat(fate).isInstanceOf(Unknown.class);
    assertThat(((Unknown) fate).because())
        .isEqualTo("the broker says that it has ended, and not how much of it was filled");
    assertThat(((Unknown) fate).isVanished()).isFalse();
  }

  @Test
  void aStatusOrTheExecutionsMaySayTheEnd() {
    OpenOrderEntry order = order("10", "10", NOW);

    assertThat(fate(order, List.of(trade(PERM_ID, "Cancelled", "4")), List.of(), List.of()))
        .isEqualTo(new Ended(new BigDecimal("4"), "Cancelled"));
    // A status may lag behind, or never come.
    List<Fill> fills = List.of(fill("1.01", REF, CON_ID, "6"), fill("2.01", REF, CON_ID, "4"));
    assertThat(fate(order, List.of(trade(PERM_ID, "Submitted", "0")), List.of(), fills))
        .isEqualTo(new Ended(BigDecimal.TEN, "Submitted"));
    assertThat(fate(order, List.of(), List.of(), fills))
        .isEqualTo(new Ended(BigDecimal.TEN, "Filled"));
  }

  @Test
  void anExecutionThatShowsUpAfterTheEndCounts() {
    List<Fill> fills = List.of(fill("1.01", REF, CON_ID, "10"));

    OrderFate fate =
        fate(
            order("10", "10", NOW),
            List.of(),
            List.of(completed(fills.get(0).execution().permId(), "0", "Cancelled")),
            fills);

    assertThat(fate).isEqualTo(new Ended(BigDecimal.TEN, "Cancelled"));
  }

  @Test
  void whatTheBrokerListsNoMoreIsNotWorking() {
    OrderFate fate =
        OrderFate.of(
            order("10", "0", NOW),
            Optional.of(
                new SeenOrder(
                    List.of(), List.of(trade(PERM_ID, "Submitted", "0")), List.of(), List.of())),
            NOW);

    assertThat(fate).isInstanceOf(Unknown.class);
  }

  @Test
  void executionsOfAPartAloneDoNotSayTheEnd() {
    List<Fill> fills = List.of(fill("1.01", REF, CON_ID, "6"));

    OrderFate fate = fate(order("10", "6", NOW), List.of(), List.of(), fills);

    assertThat(fate).isInstanceOf(Unknown.class);
    assertThat(((Unknown) fate).because())
        .startsWith("the broker has executed some of it, and says neither");
    assertThat(((Unknown) fate).isVanished()).isFalse();
  }

  @Test
  void executionsOfAPastDayAloneDoNotTellMoreThanTheBooks() {
    List<Fill> fills = List.of(fill("1.01", REF, CON_ID, "6"));
    SeenOrder seen = new SeenOrder(List.of(), List.of(), List.of(), fills);

    OrderFate fate =
        OrderFate.of(order("10", "6", NOW), Optional.of(seen), NOW.plus(Duration.ofDays(1)));

    assertThat(((Unknown) fate).isVanished()).isTrue();
  }

  @Test
  void anOrderOfTodayThatNobodyShowsMayYetBeShown() {
    // Midnight in New York was at 05:00 UTC.
    OrderFate fate = unseen(order("10", "0", Instant.parse("2026-11-23T05:00:01Z")));

    assertThat(((Unknown) fate).because()).startsWith("it is of today");
    assertThat(((Unknown) fate).isVanished()).isFalse();
  }

  @Test
  void anOrderOfAnEarlierDayThatNobodyShowsHasVanished() {
    OrderFate fate = unseen(order("10", "0", Instant.parse("2026-11-23T04:59:59Z")));

    assertThat(((Unknown) fate).isVanished()).isTrue();
    assertThat(((Unknown) fate).because()).contains("2026-11-22");
  }

  @Test
  void whatIsWhollyBookedHasEndedWhateverIsShown() {
    assertThat(unseen(order("-10", "-10", Instant.parse("2026-11-20T15:00:00Z"))))
        .isEqualTo(new Ended(new BigDecimal("-10"), "Filled"));
  }

  @Test
  void saleThatHasEndedInPartCountsBelowZero() {
    assertThat(
            fate(
                order("-10", "-4", NOW),
                List.of(),
                List.of(completed(PERM_ID, "4", "Cancelled by Trader")),
                List.of()))
        .isEqualTo(new Ended(new BigDecimal("-4"), "Cancelled by Trader"));
  }

  @Test
  void endWithoutACompletedStatusHasTheStatusOfTheOrder() {
    assertThat(
            fate(order("10", "4", NOW), List.of(), List.of(completed(PERM_ID, "4", "")), List.of()))
        .isEqualTo(new Ended(new BigDecimal("4"), "Cancelled"));
  }

  @Test
  void ordersThatWorkTogetherCountTogether() {
    assertThat(
            fate(
                order("10", "4", NOW),
                List.of(trade(PERM_ID, "Submitted", "4"), trade(100, "PreSubmitted", "0")),
                List.of(),
                List.of()))
        .isEqualTo(new Working("Submitted", new BigDecimal("20"), new BigDecimal("16")));
  }

  @Test
  void executionsOfAnotherOrderDoNotEndThisOrder() {
    List<Fill> fills = List.of(fill("1.01", REF, CON_ID, "10"));

    assertThat(fate(order("10", "0", NOW), List.of(trade(100, "Submitted", "0")), List.of(), fills))
        .isEqualTo(new Working("Submitted", BigDecimal.TEN, BigDecimal.TEN));
  }

  @Test
  void permIdOfTheOrderCountsIfItsStatusHasNone() {
    OpenTrade withoutPermId = trade(0, "Submitted", "0");
    OpenTrade told =
        new OpenTrade(
            new OpenOrder(
                contract(),
                order(PERM_ID).set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN).build(),
                withoutPermId.openOrder().state()),
            withoutPermId.orderStatus());

    assertThat(
            fate(
                order("10", "0", NOW),
                List.of(told),
                List.of(completed(PERM_ID, "4", "Cancelled by Trader")),
                List.of()))
        .isEqualTo(new Ended(new BigDecimal("4"), "Cancelled by Trader"));
  }

  @Test
  void orderWithoutAQuantityIsNotFilledByItsExecutions() {
    OpenTrade zero =
        new OpenTrade(
            new OpenOrder(
                contract(),
                order(PERM_ID).set(OrderField.TOTAL_QUANTITY, BigDecimal.ZERO).build(),
                OrderState.builder().status("Submitted").build()),
            Optional.empty());

    assertThat(fate(order("10", "0", NOW), List.of(zero), List.of(), List.of()))
        .isEqualTo(new Working("Submitted", BigDecimal.ZERO, BigDecimal.ZERO));
  }
}
