package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static dev.ibintents.trading.books.Executions.ACCOUNT;
import static dev.ibintents.trading.books.Executions.costing;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.TestClock;
import dev.ibintents.trading.order.OrderIdentity;
import dev.ibintents.trading.performance.TotalsCheck;
import dev.ibintents.trading.totals.Amendment;
import dev.ibintents.trading.totals.Category;
import dev.ibintents.trading.totals.Totals;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The effects of executions on the totals of strategies. */
class FillMoneyTest {
  private static final String ORDER = "paper-run-0";
  private static final Instant NOW = Instant.parse("2026-11-23T15:45:00Z");

  private final TestClock clock = new TestClock(NOW.toString());

  @TempDir Path folder;
  private DocumentStore store;
  private FillPosting fills;

  @BeforeEach
  void openStore() {
    store = new SqliteDocumentStore(folder, Duration.ofSeconds(30));
    fills = new FillPosting(store, PAPER, clock, "first");
  }

  @AfterEach
  void closeStore() {
    assertThat(new TotalsCheck(store, PAPER).differences()).isEmpty();
    store.close();
  }

  private static Contract contract(String secType, String symbol, String currency) {
    return Contract.builder().conId(7).symbol(symbol).secType(secType).currency(currency).build();
  }

  private static final Contract STOCK = contract("STK", "SPY", "USD");
  private static final Contract PENCE = contract("STK", "VOD", "GBP");
  private static final Contract PAIR = contract("CASH", "EUR", "USD");
  private static final Contract YEN = contract("CASH", "USD", "JPY");

  /** An open order that strategies want; none of them if the source is empty. */
  private void order(String... strategiesAndQuantities) {
    Map<String, BigDecimal> source = new TreeMap<>();
    for (int i = 0; i < strategiesAndQuantities.length; i += 2) {
      source.put(strategiesAndQuantities[i], new BigDecimal(strategiesAndQuantities[i + 1]));
    }
    Shares shares = Shares.of(source);
    store.set(
        "positions/paper/openOrders/" + ORDER,
        OpenOrderDocument.fields(
            new Books.OpenOrderEntry(
                new OrderIdentity(ORDER, ACCOUNT, OptionalInt.of(1), 7, 99),
                7,
                shares.isEmpty() ? new BigDecimal("-1000") : shares.total(),
                shares,
                Shares.NONE,
                BigDecimal.ZERO,
                NOW)));
  }

  private static Fill fill(String execId, Contract contract, String quantity, String price) {
    Fill usual = Executions.fill(execId, ORDER, 7, quantity);
    Execution old = usual.execution();
    Execution execution =
        new Execution(
            old.orderId(),
            execId,
            old.time(),
            old.acctNumber(),
            old.exchange(),
            old.side(),
            old.shares(),
            new BigDecimal(price),
            old.permId(),
            old.clientId(),
            0,
            old.cumQty(),
            new BigDecimal(price),
            ORDER,
            "",
            null,
            "",
            2,
            false,
            "",
            null);
    return new Fill(contract, execution, Optional.empty());
  }

  private void post(Fill fill) {
    post(fill, "1");
  }

  private void post(Fill fill, String multiplier) {
    fills.post(fill, Executions.unit("1", multiplier));
  }

  private Totals totals(String strategy) {
    return store
        .get("positions/paper/totals/" + strategy)
        .map(Totals::read)
        .orElse(Totals.none(strategy));
  }

  private BigDecimal cash(String strategy, String currency, Category category) {
    return totals(strategy).sum().cash().of(currency, category);
  }

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  @Test
  void strategiesPayForTheirSharesAndForTheirPartOfTheCommission() {
    order("a", "10", "b", "-4");
    post(costing(fill("0001.01", STOCK, "6", "100.5"), "1.05"));

    assertThat(cash("a", "USD", Category.TRADED)).isEqualTo(decimal("-1005"));
    assertThat(cash("b", "USD", Category.TRADED)).isEqualTo(decimal("402"));
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-0.75"));
    assertThat(cash("b", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-0.3"));
    assertThat(totals("a").basis().get(7).cost()).isEqualTo(decimal("1005"));
  }

  @Test
  void aPriceInPenceAndAMultiplierCount() {
    order("a", "100");
    post(costing(fill("0001.01", PENCE, "100", "94.62"), "1"), "0.01");

    assertThat(cash("a", "GBP", Category.TRADED)).isEqualTo(decimal("-94.62"));
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-1"));
  }

  @Test
  void aPairMovesTheCashOfBothCurrencies() {
    order("a", "1000");
    post(fill("0001.01", PAIR, "1000", "1.0845"));

    assertThat(cash("a", "EUR", Category.TRADED)).isEqualTo(decimal("1000"));
    assertThat(cash("a", "USD", Category.TRADED)).isEqualTo(decimal("-1084.5"));
  }

  @Test
  void aSaleRealizesTheDifferenceFromTheAverageCost() {
    order("a", "10");
    post(fill("0001.01", STOCK, "4", "100"));
    post(fill("0002.01", STOCK, "4", "110"));
    post(fill("0003.01", STOCK, "-2", "120"));

    assertThat(totals("a").sum().realized().get("USD")).isEqualTo(decimal("30"));
    assertThat(totals("a").basis().get(7).cost()).isEqualTo(decimal("630"));
  }

  @Test
  void aCorrectionTakesItsFormerVersionBack() {
    order("a", "10");
    post(costing(fill("0001.01", STOCK, "10", "100"), "1"));
    post(costing(fill("0001.02", STOCK, "9", "101"), "1.5"));

    assertThat(cash("a", "USD", Category.TRADED)).isEqualTo(decimal("-909"));
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-1.5"));
    assertThat(totals("a").basis().get(7).quantity()).isEqualTo(decimal("9"));
    assertThat(totals("a").basis().get(7).cost()).isEqualTo(decimal("909"));
  }

  @Test
  void anExecutionThatIsTakenBackLeavesNothing() {
    order("a", "10", "b", "-3");
    post(fill("0001.01", STOCK, "7", "100"));
    post(fill("0002.01", STOCK, "-7", "103"));
    post(fill("0001.02", STOCK, "0", "100"));
    post(fill("0002.02", STOCK, "0", "103"));

    assertThat(totals("a").sum().cash().isEmpty()).isTrue();
    assertThat(totals("a").basis()).isEmpty();
    assertThat(totals("b").sum().isEmpty()).isTrue();
  }

  @Test
  void aLaterCommissionReplacesTheEarlierOne() {
    order("a", "10");
    Fill fill = fill("0001.01", STOCK, "10", "100");
    post(fill);
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(BigDecimal.ZERO);
    post(costing(fill, "1"));
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-1"));
    post(costing(fill, "2.5"));
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-2.5"));
    post(costing(fill, "2.5"));
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-2.5"));
  }

  @Test
  void aConversionIsSharedAmongThoseWhoseCashItSettles() {
    order("a", "-300", "b", "-100");
    post(fill("0001.01", contract("STK", "SIE", "EUR"), "-4", "100"));
    store.delete("positions/paper/openOrders/" + ORDER);
    assertThat(cash("a", "EUR", Category.TRADED)).isEqualTo(decimal("300"));

    order();
    post(costing(fill("0002.01", PAIR, "-1000", "1.1"), "2"));

    assertThat(totals("a").sum().cash().total("EUR")).isEqualTo(BigDecimal.ZERO);
    assertThat(totals("b").sum().cash().total("EUR")).isEqualTo(BigDecimal.ZERO);
    assertThat(cash("a", "USD", Category.TRADED)).isEqualTo(decimal("330"));
    assertThat(cash("b", "USD", Category.TRADED)).isEqualTo(decimal("110"));
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-0.6"));
    assertThat(cash("b", "USD", Category.COMMISSIONS)).isEqualTo(decimal("-0.2"));
  }

  @Test
  void aConversionThatIsTooSmallIsSharedInProportion() {
    order("a", "-300", "b", "-100");
    post(fill("0001.01", contract("STK", "7203", "JPY"), "-4", "10000"));
    store.delete("positions/paper/openOrders/" + ORDER);

    order();
    post(fill("0002.01", YEN, "200", "150"));

    assertThat(cash("a", "USD", Category.TRADED)).isEqualTo(decimal("150"));
    assertThat(cash("b", "USD", Category.TRADED)).isEqualTo(decimal("50"));
    assertThat(totals("a").sum().cash().total("JPY")).isEqualTo(decimal("7500"));
    assertThat(totals("b").sum().cash().total("JPY")).isEqualTo(decimal("2500"));
  }

  @Test
  void aConversionLeavesTheCashOfPairsThatStrategiesHold() {
    order("a", "1000");
    post(fill("0001.01", PAIR, "1000", "1.1"));
    store.delete("positions/paper/openOrders/" + ORDER);

    order();
    post(fill("0002.01", PAIR, "-1000", "1.1"));

    assertThat(totals("a").sum().cash().total("EUR")).isEqualTo(decimal("1000"));
  }

  @Test
  void whatIsPostedAfterASnapshotAmendsIt() {
    order("a", "10");
    snapshot(NOW.plusSeconds(60));
    clock.advance(Duration.ofHours(3));
    Fill fill = fill("0001.01", STOCK, "10", "100");
    post(fill);
    clock.advance(Duration.ofHours(1));
    post(costing(fill, "1"));
    post(costing(fill, "1.5"));

    List<Amendment> amendments =
        store.list("positions/paper/amendments").stream()
            .map(Amendment::read)
            .sorted(Comparator.comparing(Amendment::recordedAt))
            .toList();
    assertThat(amendments).hasSize(2);
    Instant executed = Instant.parse("2026-11-23T15:45:01Z");
    Instant posted = NOW.plusSeconds(3 * 3600);
    assertThat(amendments.get(0).effectiveAt()).isEqualTo(executed);
    assertThat(amendments.get(0).recordedAt()).isEqualTo(posted);
    assertThat(amendments.get(0).effects().of("a").cash().total("USD")).isEqualTo(decimal("-1000"));
    assertThat(amendments.get(0).belongsTo(NOW.plusSeconds(60))).isTrue();
    assertThat(amendments.get(0).belongsTo(NOW)).isFalse();
    assertThat(amendments.get(0).belongsTo(posted)).isFalse();
    assertThat(amendments.get(1).effects().of("a").cash().total("USD")).isEqualTo(decimal("-1"));
  }

  @Test
  void aCorrectionAmendsNothingBecauseTheAccountHadTheFormerVersion() {
    order("a", "10");
    post(fill("0001.01", STOCK, "10", "100"));
    snapshot(NOW.plusSeconds(60));
    clock.advance(Duration.ofHours(3));
    post(fill("0001.02", STOCK, "9", "100"));

    assertThat(store.list("positions/paper/amendments")).isEmpty();
  }

  @Test
  void aFillOfAnEarlierVersionIsTakenBackAlthoughTotalsNeverHadIt() {
    order("a", "10");
    post(costing(fill("0001.01", STOCK, "10", "100"), "1"));
    Map<String, Object> earlier =
        new TreeMap<>(store.get("positions/paper/fills/0001.01").orElseThrow().fields());
    earlier.keySet().removeAll(List.of("effects", "effectiveAt", "multiplier", "currency"));
    store.set("positions/paper/fills/0001.01", earlier);
    store.delete("positions/paper/totals/a");

    post(costing(fill("0001.02", STOCK, "9", "100"), "1"));

    assertThat(cash("a", "USD", Category.TRADED)).isEqualTo(decimal("100"));
    assertThat(cash("a", "USD", Category.COMMISSIONS)).isEqualTo(BigDecimal.ZERO);
  }

  @Test
  void theCommissionOfAFillOfAnEarlierVersionChangesNoTotals() {
    order("a", "10");
    Fill fill = fill("0001.01", STOCK, "10", "100");
    post(fill);
    Map<String, Object> earlier =
        new TreeMap<>(store.get("positions/paper/fills/0001.01").orElseThrow().fields());
    earlier.keySet().removeAll(List.of("effects", "effectiveAt", "multiplier", "currency"));
    store.set("positions/paper/fills/0001.01", earlier);
    store.delete("positions/paper/totals/a");

    post(costing(fill, "1"));

    assertThat(store.list("positions/paper/totals")).isEmpty();
  }

  private void snapshot(Instant updatedAt) {
    store.set("positions/paper/portfolio/latest", Map.of("updatedAt", updatedAt));
  }
}
