package dev.ibintents.simulator.account;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The paper account: its values, its first day, and its restart. */
class PaperAccountTest {
  private static final ZoneId NEW_YORK = ZoneId.of("US/Eastern");
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final List<String> CURRENCIES = List.of("CHF", "EUR", "JPY", "USD");

  @Property(tries = 100)
  void shownAmountsAddUpToTheCent(
      @ForAll long seed, @ForAll @LongRange(max = 3 * 365 * 86_400L) long after) {
    PaperAccount account = account(seed, NOW.plusSeconds(after), StateStore.inMemory());
    Map<String, BigDecimal> rows = rows(account.valuation());
    for (String key :
        List.of(
            "CashBalance",
            "TotalCashBalance",
            "StockMarketValue",
            "FuturesPNL",
            "UnrealizedPnL",
            "RealizedPnL",
            "NetLiquidationByCurrency")) {
      BigDecimal sum = BigDecimal.ZERO;
      for (String currency : CURRENCIES) {
        BigDecimal rate = rows.get("ExchangeRate " + currency);
        sum =
            sum.add(
                rows.get(key + " " + currency).multiply(rate).setScale(2, RoundingMode.HALF_EVEN));
      }
      assertThat(rows.get(key + " BASE")).isEqualTo(sum);
    }
    for (String currency : List.of("USD", "EUR", "CHF", "JPY", "BASE")) {
      assertThat(rows.get("NetLiquidationByCurrency " + currency))
          .isEqualTo(
              rows.get("CashBalance " + currency).add(rows.get("StockMarketValue " + currency)));
    }
    assertThat(
            rows.get("NetLiquidation USD")
                .subtract(rows.get("TotalCashValue USD"))
                .subtract(rows.get("StockMarketValue BASE"))
                .abs())
        .isAtMost(new BigDecimal("0.06"));
    assertThat(rows.get("AvailableFunds USD"))
        .isEqualTo(rows.get("NetLiquidation USD").subtract(rows.get("InitMarginReq USD")));
    for (String key :
        List.of(
            "NetLiquidation",
            "AvailableFunds",
            "InitMarginReq",
            "MaintMarginReq",
            "ExcessLiquidity",
            "TotalCashValue",
            "EquityWithLoanValue")) {
      assertThat(rows.get(key + " USD"))
          .isEqualTo(rows.get(key + "-S USD").add(rows.get(key + "-C USD")));
    }
  }

  @Property(tries = 100)
  void accountRowsEqualTheSumsOfThePortfolio(@ForAll long seed) {
    Valuation valuation = account(seed, NOW, StateStore.inMemory()).valuation();
    Map<String, BigDecimal> rows = rows(valuation);
    BigDecimal stocks = BigDecimal.ZERO;
    BigDecimal futures = BigDecimal.ZERO;
    for (PortfolioLine line : valuation.lines()) {
      BigDecimal value =
          line.quantity().multiply(line.price()).multiply(line.instrument().factor());
      assertThat(line.value()).isEqualToIgnoringScale(value);
      if (line.instrument().kind() == Instrument.Kind.STK) {
        stocks = stocks.add(line.value());
      } else {
        futures = futures.add(line.unrealized());
      }
    }
    assertThat(rows.get("StockMarketValue USD")).isEqualTo(stocks);
    assertThat(rows.get("FuturesPNL USD")).isEqualTo(futures);
  }

  @Property(tries = 50)
  void firstDayAgreesWithItsExecutions(
      @ForAll long seed, @ForAll @LongRange(max = 86_400L) long after) {
    Instant now = NOW.plusSeconds(after);
    PaperAccount account = account(seed, now, StateStore.inMemory());
    Map<String, BigDecimal> held =
        account.positions().entrySet().stream()
            .collect(Collectors.toMap(position -> position.getKey().symbol(), Map.Entry::getValue));
    Map<String, BigDecimal> traded = new HashMap<>();
    for (PaperFill fill : account.fills()) {
      assertThat(fill.time()).isAtMost(now);
      assertThat(fill.time().atZone(NEW_YORK).toLocalDate())
          .isEqualTo(now.atZone(NEW_YORK).toLocalDate());
      traded.merge(fill.instrument().symbol(), fill.signedQuantity(), BigDecimal::add);
    }
    assertThat(before(held, traded, "SPY")).isEqualTo(200);
    assertThat(before(held, traded, "AAPL")).isEqualTo(50);
    assertThat(before(held, traded, "MNQ")).isEqualTo(1);
    assertThat(before(held, traded, "GLD")).isEqualTo(100);
    assertThat(account.fills().stream().map(PaperFill::execId).distinct().count())
        .isEqualTo(account.fills().size());
  }

  @Test
  void firstOpenOrdersBelongToTwsAndAnotherClient() {
    PaperAccount account = account(1, NOW, StateStore.inMemory());
    Order manual = account.orders().get(0).order();
    assertThat(List.of(manual.orderId(), manual.clientId())).containsExactly(0, 0);
    Order other = account.orders().get(1).order();
    assertThat(other.clientId()).isEqualTo(FirstAccount.OTHER_CLIENT);
    assertThat(other.orderRef()).isNotEmpty();
    assertThat(account.nextOrderId(FirstAccount.OTHER_CLIENT)).isEqualTo(other.orderId() + 1);
    assertThat(account.nextOrderId(1)).isEqualTo(1);
  }

  @Test
  void nextDayKeepsPositionsAndForgetsExecutionsAndEndedOrders() {
    StateStore store = StateStore.inMemory();
    PaperAccount today = account(1, NOW, store);
    assertThat(today.fills()).hasSize(4);
    assertThat(today.endedOrders()).hasSize(4);
    Instant beforeMidnight = Instant.parse("2026-11-24T04:59:59Z");
    assertThat(account(1, beforeMidnight, store).fills()).hasSize(4);
    PaperAccount tomorrow = account(1, beforeMidnight.plusSeconds(1), store);
    assertThat(tomorrow.fills()).isEmpty();
    assertThat(tomorrow.endedOrders()).isEmpty();
    assertThat(tomorrow.positions()).isEqualTo(today.positions());
    assertThat(tomorrow.orders()).isEqualTo(today.orders());
  }

  @Test
  void accountSurvivesARestartInTheDocumentStore(@TempDir Path folder) {
    Valuation before;
    List<PaperFill> fills;
    List<StandingOrder> orders;
    List<EndedOrder> ended;
    try (DocumentStore documents = new SqliteDocumentStore(folder)) {
      PaperAccount account = account(3, NOW, new DocumentStateStore(documents, "DU1234567"));
      before = account.valuation();
      fills = account.fills();
      orders = account.orders();
      ended = account.endedOrders();
    }
    try (DocumentStore documents = new SqliteDocumentStore(folder)) {
      PaperAccount account = account(3, NOW, new DocumentStateStore(documents, "DU1234567"));
      assertThat(rows(account.valuation())).isEqualTo(rows(before));
      assertThat(account.fills()).isEqualTo(fills);
      assertThat(account.orders()).isEqualTo(orders);
      assertThat(account.endedOrders()).isEqualTo(ended);
      assertThat(account.nextOrderId(FirstAccount.OTHER_CLIENT)).isEqualTo(15);
      Instant nextDay = NOW.plus(Duration.ofDays(1));
      PaperAccount tomorrow = account(3, nextDay, new DocumentStateStore(documents, "DU1234567"));
      assertThat(tomorrow.fills()).isEmpty();
      assertThat(tomorrow.fills(2)).isEqualTo(fills);
      Instant nextWeek = NOW.plus(Duration.ofDays(7));
      account(3, nextWeek, new DocumentStateStore(documents, "DU1234567"));
      assertThat(documents.list("simulator/DU1234567/fills")).isEmpty();
    }
  }

  private static int before(
      Map<String, BigDecimal> held, Map<String, BigDecimal> traded, String symbol) {
    return held.get(symbol).subtract(traded.getOrDefault(symbol, BigDecimal.ZERO)).intValueExact();
  }

  private static Map<String, BigDecimal> rows(Valuation valuation) {
    Map<String, BigDecimal> rows = new HashMap<>();
    for (AccountRow row : AccountRows.of(valuation, "DU1234567")) {
      if (row.value().matches("-?\\d+\\.\\d+") && !row.currency().isEmpty()) {
        assertThat(rows.put(row.key() + " " + row.currency(), new BigDecimal(row.value())))
            .isNull();
      }
    }
    return rows;
  }

  private static PaperAccount account(long seed, Instant now, StateStore store) {
    Clock clock = Clock.fixed(now, ZoneOffset.UTC);
    return new PaperAccount(
        "DU1234567",
        new Broker(new Universe(clock), new Prices(seed), Commissions.USUAL),
        clock,
        NEW_YORK,
        store);
  }

  @Test
  void saveFailsAfterAnotherGatewayHasSavedTheAccount(@TempDir Path folder) {
    try (DocumentStore documents = new SqliteDocumentStore(folder)) {
      PaperAccount former = account(3, NOW, new DocumentStateStore(documents, "DU1234567"));
      PaperAccount latter = account(3, NOW, new DocumentStateStore(documents, "DU1234567"));

      IllegalStateException refusal = assertThrows(IllegalStateException.class, former::save);

      assertThat(refusal)
          .hasMessageThat()
          .startsWith("simulator/DU1234567 is kept by another simulated gateway now");
      latter.save();
      latter.save();
    }
  }
}
