package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.backtest.BacktestResult.Day;
import dev.ibintents.backtest.BacktestResult.Execution;
import dev.ibintents.backtest.plan.BacktestPlan;
import dev.ibintents.backtest.plan.PreparedBacktest;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.memory.MemoryDocumentStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Futures of a backtest: settlement in cash, and the roll by a strategy's own signals. */
final class BacktestFuturesTest {
  private static final LocalDate FROM = LocalDate.of(2024, 6, 10);
  private static final LocalDate TO = LocalDate.of(2024, 6, 28);

  /** The last day of MNQM4. */
  private static final LocalDate EXPIRY = LocalDate.of(2024, 6, 21);

  @TempDir Path folder;

  @BeforeEach
  void files() throws IOException {
    new BarFiles().write(folder.resolve("MNQM4.csv"), rising(EXPIRY, 18_000));
    new BarFiles().write(folder.resolve("MNQU4.csv"), rising(TO, 18_500));
    new BarFiles().write(folder.resolve("SPY.csv"), rising(TO, 500));
  }

  /** Bars that rise by 10 a day, half of it over night. */
  private static List<PricedBar> rising(LocalDate to, double first) {
    List<PricedBar> bars = new ArrayList<>();
    for (LocalDate day : RandomBars.sessions(FROM, to)) {
      double open = first + 10 * bars.size();
      bars.add(RandomBars.bar(day, open, open + 5, 100_000));
    }
    return bars;
  }

  private static Map<String, Object> document(Map<String, Object> more) {
    Map<String, Object> contract = new TreeMap<>(more);
    contract.putAll(Map.of("symbol", "MNQ", "secType", "FUT", "exchange", "CME"));
    return Map.of(
        "kind",
        "weights",
        "weights",
        List.of(Map.of("contract", contract, "weight", new BigDecimal("0.5"))));
  }

  private static Map<String, Object> series(int rolloverDays) {
    return document(Map.of("series", 0, "rolloverDays", rolloverDays));
  }

  private Backtest backtest(Map<String, Object> document) {
    return Backtest.of("futures")
        .document("futures", document)
        .bars(BarData.folder(folder))
        .cash("1000000");
  }

  private static void assertProfitIsTheChangeOfTheEquity(BacktestResult result) {
    assertThat(result.troubles()).isEmpty();
    for (Day day : result.days()) {
      assertWithMessage("%s", day)
          .that(result.unattributed(day).abs())
          .isAtMost(new BigDecimal("0.02"));
    }
  }

  @Test
  void contractSettlesInCashAtItsLastPrice() {
    BacktestResult result =
        backtest(series(0))
            .schedule((session, previous) -> false)
            .commission(Commission.NONE)
            .run();

    Execution bought = result.fills().get(0);
    BigDecimal settlement = new BigDecimal("18080"); // the open of its ninth session
    assertProfitIsTheChangeOfTheEquity(result);
    assertThat(result.fills()).hasSize(1);
    assertThat(bought.symbol()).isEqualTo("MNQM4");
    assertThat(result.equity().subtract(result.cash()))
        .isEqualToIgnoringScale(
            settlement
                .subtract(bought.price())
                .multiply(bought.quantity())
                .multiply(BigDecimal.valueOf(2)));
    Day last = result.days().get(result.days().size() - 1);
    assertThat(last.strategies().get("futures").value()).isEqualToIgnoringScale("0");
    assertThat(last.cash()).isEqualTo(last.equity());
  }

  @Test
  void strategyOfASeriesRollsIntoTheNextContract() {
    BacktestResult result = backtest(series(4)).schedule(Schedule.DAILY).run();

    assertProfitIsTheChangeOfTheEquity(result);
    LocalDate roll = LocalDate.of(2024, 6, 18); // the first open after the signal of 17 June
    List<Execution> rolled =
        result.fills().stream()
            .filter(fill -> fill.time().atZone(ZoneOffset.UTC).toLocalDate().equals(roll))
            .toList();
    assertThat(result.fills().get(0).symbol()).isEqualTo("MNQM4");
    assertWithMessage("%s", result.fills())
        .that(result.fills().stream().map(Execution::symbol).distinct().toList())
        .containsExactly("MNQM4", "MNQU4");
    assertWithMessage("%s", result.fills()).that(rolled).isNotEmpty();
    assertThat(
            result.fills().stream()
                .filter(fill -> fill.symbol().equals("MNQM4"))
                .map(Execution::quantity)
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualToIgnoringScale("0");
  }

  private PreparedBacktest prepared(Map<String, Object> document, Map<String, String> settings) {
    DocumentStore store = new MemoryDocumentStore();
    store.set(Configuration.COMMON, Map.of("tradingEnabled", true));
    store.set(Configuration.documentOf(TradingMode.PAPER), Map.of());
    store.set("strategies/futures", document);
    Map<String, String> all = new TreeMap<>(settings);
    all.put("bars", folder.toString());
    all.put("strategies", "futures");
    return PreparedBacktest.of(new BacktestPlan(new TreeMap<>(all)), store, TradingMode.PAPER);
  }

  @Test
  void seriesWithBarsOfAllItsContractsIsAccepted() {
    assertThat(prepared(series(4), Map.of()).plan().strategies()).containsExactly("futures");
  }

  @Test
  void seriesWithoutBarsOfTheNextContractIsRefused() throws IOException {
    Files.delete(folder.resolve("MNQU4.csv"));

    BacktestException refusal =
        assertThrows(BacktestException.class, () -> prepared(series(4), Map.of()));

    assertThat(refusal)
        .hasMessageThat()
        .contains("which is MNQU4 on 2024-06-17, and there are no bars of it up to then");
    assertThat(refusal).hasMessageThat().contains("add MNQU4.csv");
    assertThat(prepared(series(4), Map.of("to", "2024-06-14")).plan().strategies())
        .containsExactly("futures");
  }

  @Test
  void contractThatExpiresWithinTheRunIsRefused() {
    Map<String, Object> june = document(Map.of("lastTradeDateOrContractMonth", "202406"));

    BacktestException refusal =
        assertThrows(BacktestException.class, () -> prepared(june, Map.of()));

    assertThat(refusal).hasMessageThat().contains("which has expired by 2024-06-21");
    assertThat(prepared(june, Map.of("to", "2024-06-20")).plan().strategies())
        .containsExactly("futures");
  }
}
