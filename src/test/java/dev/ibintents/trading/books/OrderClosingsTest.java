package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static dev.ibintents.trading.books.Executions.ACCOUNT;

import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.SeenOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.order.OrderIdentity;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Orders that vanished while nobody looked. */
final class OrderClosingsTest {
  private static final Instant NOW = Instant.parse("2026-11-24T15:45:00Z");
  private static final Instant YESTERDAY = Instant.parse("2026-11-23T15:45:00Z");
  private static final int SPY = 756733;

  @TempDir Path folder;
  private DocumentStore empty;
  private DocumentStore store;
  private Books books;
  private OrderClosings closings;

  @BeforeEach
  void open() {
    empty = new SqliteDocumentStore(folder);
    store = new DraftDocumentStore(empty);
    books = new Books(store, PAPER, Clock.systemUTC());
    closings = new OrderClosings(books, ACCOUNT);
  }

  @AfterEach
  void close() {
    empty.close();
  }

  private void order(String ref, String account, int conId, Map<String, Integer> source) {
    order(ref, account, conId, source, YESTERDAY);
  }

  private void order(
      String ref, String account, int conId, Map<String, Integer> source, Instant timestamp) {
    Map<String, BigDecimal> wanted = new TreeMap<>();
    source.forEach((strategy, quantity) -> wanted.put(strategy, BigDecimal.valueOf(quantity)));
    OpenOrderEntry order =
        new OpenOrderEntry(
            new OrderIdentity(ref, account, OptionalInt.of(1), 1, 1),
            conId,
            PlainDecimal.sum(wanted.values()),
            Shares.of(wanted),
            Shares.NONE,
            BigDecimal.ZERO,
            timestamp);
    store.set("positions/paper/openOrders/" + ref, OpenOrderDocument.fields(order));
  }

  private void look(Difference... differences) {
    closings.close(books.openOrders(), new OrdersByRef(Map.of(), List.of(), List.of()), NOW);
    closings.closeDead(List.of(differences));
  }

  private static Difference difference(int conId, int holdings, int portfolio) {
    return new Difference(conId, BigDecimal.valueOf(holdings), BigDecimal.valueOf(portfolio));
  }

  private List<String> openRefs() {
    return books.openOrders().stream().map(OpenOrderEntry::orderRef).toList();
  }

  private String suggestion(Difference difference) {
    return closings
        .unsettled(List.of(difference))
        .get(0)
        .suggestion()
        .map(Adoption::toString)
        .orElse("none");
  }

  @Test
  void whereTheBooksAgreeNothingWasFilled() {
    order("one", ACCOUNT, SPY, Map.of("a", 5));
    order("two", ACCOUNT, SPY, Map.of("b", 3));
    order("other", ACCOUNT, 1, Map.of("a", 3));

    look(difference(1, 0, 3));

    assertThat(openRefs()).containsExactly("other");
    assertThat(closings.closed()).hasSize(2);
    assertThat(closings.mayTellMore()).isFalse();
  }

  @Test
  void anOrderOfTodayStaysOpenThoughNothingSpeaksAgainstItsEnd() {
    order("today", ACCOUNT, SPY, Map.of("a", 5), NOW.minusSeconds(60));
    order("yesterday", ACCOUNT, 1, Map.of("a", 5));

    look();

    assertThat(openRefs()).containsExactly("today");
    assertThat(closings.mayTellMore()).isTrue();
    assertThat(closings.unsettled(List.of()).get(0).because()).startsWith("it is of today");
  }

  @Test
  void theDayOfAnOrderIsTheBrokersDay() {
    Instant midnight = Instant.parse("2026-11-24T05:00:00Z");
    order("before", ACCOUNT, 1, Map.of("a", 5), midnight.minusMillis(1));
    order("after", ACCOUNT, SPY, Map.of("a", 5), midnight);

    look();

    assertThat(openRefs()).containsExactly("after");
  }

  @Test
  void ordersThatMayHideEachOthersFillsStayOpenUntilSomebodyKnows() {
    order("buy", ACCOUNT, SPY, Map.of("a", 5));
    order("sell", ACCOUNT, SPY, Map.of("b", -5));

    look();
    assertThat(openRefs()).containsExactly("buy", "sell");
    assertThat(closings.unsettled(List.of())).hasSize(2);

    closings.closeSettled(Set.of(SPY));
    assertThat(openRefs()).isEmpty();
  }

  @Test
  void anotherAccountsOrdersAreLeftAlone() {
    order("one", "DU7654321", SPY, Map.of("a", 5));

    look();

    assertThat(openRefs()).containsExactly("one");
    assertThat(closings.unsettled(List.of())).isEmpty();
  }

  @Test
  void anOrderOfNobodyIsClosedWhereNothingIsMissing() {
    order("fx", ACCOUNT, 12087792, Map.of());
    store.update("positions/paper/openOrders/fx", Map.of("quantity", 1000));

    look();

    assertThat(openRefs()).isEmpty();
  }

  @Test
  void allOfAnOrderOrAPartExplainsADifference() {
    order("one", ACCOUNT, SPY, Map.of("a", 6, "b", 4));
    look(difference(SPY, 0, 10));

    assertThat(suggestion(difference(SPY, 0, 10)))
        .isEqualTo(doubleQuoted("{'a':{'756733':6},'b':{'756733':4}}"));
    assertThat(suggestion(difference(SPY, 0, 5)))
        .isEqualTo(doubleQuoted("{'a':{'756733':3},'b':{'756733':2}}"));
    assertThat(suggestion(difference(SPY, 0, 11))).isEqualTo("none");
    assertThat(suggestion(difference(SPY, 0, -5))).isEqualTo("none");
    assertThat(suggestion(difference(1, 0, 5))).isEqualTo("none");
  }

  @Test
  void severalOrdersExplainADifferenceOnlyTogether() {
    order("one", ACCOUNT, SPY, Map.of("a", 6));
    order("two", ACCOUNT, SPY, Map.of("b", 4));
    look(difference(SPY, 0, 10));

    assertThat(suggestion(difference(SPY, 0, 10))).isEqualTo(doubleQuoted("{'a':{'756733':6}}"));
    assertThat(suggestion(difference(SPY, 0, 6))).isEqualTo("none");
  }

  @Test
  void aShareThatIsNobodysExplainsNothing() {
    order("one", ACCOUNT, SPY, Map.of("a", -6, Books.BY_HAND, -4));
    look(difference(SPY, 6, 0));

    assertThat(suggestion(difference(SPY, 6, 0))).isEqualTo(doubleQuoted("{'a':{'756733':-6}}"));
    assertThat(suggestion(difference(SPY, 6, 3))).isEqualTo("none");
  }

  /** The broker lists an order by its status and its filled quantity. */
  private static OrdersByRef listed(String ref, String status, int filled) {
    Order order =
        Order.builder()
            .set(OrderField.ACTION, "BUY")
            .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
            .set(OrderField.ORDER_REF, ref)
            .build();
    OrderStatus told =
        new OrderStatus(
            7,
            status,
            BigDecimal.valueOf(filled),
            BigDecimal.valueOf(10L - filled),
            BigDecimal.ZERO,
            99,
            0,
            BigDecimal.ZERO,
            1,
            "",
            BigDecimal.ZERO);
    OpenTrade trade =
        new OpenTrade(
            new OpenOrder(
                Contract.builder().conId(SPY).symbol("SPY").build(),
                order,
                OrderState.builder().status(status).build()),
            Optional.of(told));
    return new OrdersByRef(
        Map.of(ref, new SeenOrder(List.of(trade), List.of(), List.of(), List.of())),
        List.of(),
        List.of());
  }

  private void look(OrdersByRef broker, Difference... differences) {
    closings.close(books.openOrders(), broker, NOW);
    closings.closeDead(List.of(differences));
  }

  @Test
  void orderThatHasEndedWithoutAFillIsClosed() {
    order("one", ACCOUNT, SPY, Map.of("a", 10), NOW);

    look(listed("one", "Cancelled", 0));

    assertThat(openRefs()).isEmpty();
    assertThat(closings.closed().get(0).why()).isEqualTo("Cancelled");
    assertThat(closings.closed().get(0).order().orderRef()).isEqualTo("one");
    assertThat(closings.unsettled(List.of())).isEmpty();
    assertThat(closings.fates().working()).isEmpty();
  }

  @Test
  void orderThatWorksIsKept() {
    order("one", ACCOUNT, SPY, Map.of("a", 10), NOW);

    look(listed("one", "Submitted", 4));

    assertThat(openRefs()).containsExactly("one");
    assertThat(closings.fates().working())
        .containsExactly(
            "one", new OrderFate.Working("Submitted", BigDecimal.TEN, new BigDecimal("6")));
    assertThat(closings.mayTellMore()).isFalse();
  }

  @Test
  void orderWhoseExecutionsAreMissingStaysOpenAndItsEndIsKnown() {
    order("one", ACCOUNT, SPY, Map.of("a", 10), NOW);

    look(listed("one", "Cancelled", 4));

    assertThat(openRefs()).containsExactly("one");
    assertThat(closings.mayTellMore()).isTrue();
    assertThat(closings.fates().ended()).containsExactly("one");
    assertThat(closings.fates().unknown().keySet()).containsExactly("one");
    assertThat(closings.unsettled(List.of()).get(0).because())
        .isEqualTo("it has ended (Cancelled) with 4 filled, and the executions of 0 are booked");
  }

  @Test
  void endedOrderOfAnEarlierDayWhoseExecutionsNobodyWillTellIsClosedIfNothingDiffers() {
    order("one", ACCOUNT, SPY, Map.of("a", 10));

    look(listed("one", "Cancelled", 4), difference(SPY, 0, 4));
    assertThat(openRefs()).containsExactly("one");

    look(listed("one", "Cancelled", 4));
    assertThat(openRefs()).isEmpty();
    assertThat(closings.closed().get(0).why())
        .endsWith(
            "nothing in holdings and portfolio speaks against it, so it was closed with 0 filled");
  }

  @Test
  void endedOrderOfTodayWaitsForItsExecutions() {
    order("one", ACCOUNT, SPY, Map.of("a", 10), NOW);

    look(listed("one", "Cancelled", 4));

    assertThat(openRefs()).containsExactly("one");
  }

  @Test
  void eachLookForgetsTheFatesOfTheOneBefore() {
    order("one", ACCOUNT, SPY, Map.of("a", 10), NOW);
    look(listed("one", "Cancelled", 4));
    look(listed("one", "Submitted", 4));

    assertThat(closings.fates().ended()).isEmpty();
    assertThat(closings.fates().unknown()).isEmpty();
    assertThat(closings.mayTellMore()).isFalse();

    look(listed("one", "Cancelled", 4));

    assertThat(closings.fates().working()).isEmpty();
  }

  @Test
  void correctionSettlesTheOrdersInItsContractsOnly() {
    order("one", ACCOUNT, SPY, Map.of("a", 5));
    order("two", ACCOUNT, 1, Map.of("a", 5));
    look(difference(SPY, 0, 5), difference(1, 0, 5));

    closings.closeSettled(Set.of(SPY));

    assertThat(openRefs()).containsExactly("two");
    assertThat(closings.closed().get(0).why()).endsWith("; settled by the correction");
    assertThat(closings.unsettled(List.of())).hasSize(1);
  }
}
