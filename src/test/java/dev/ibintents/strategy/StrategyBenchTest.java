package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BacktestResult;
import dev.ibintents.backtest.BarData;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.marketdata.Series;
import dev.ibintents.testkit.BarSeries;
import dev.ibintents.testkit.MissingBarsException;
import dev.ibintents.testkit.StrategyBench;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The test kit for strategies of other projects. */
@Timeout(60)
final class StrategyBenchTest {
  private static final String MONDAY = "2026-11-23";
  private static final LocalDate FRIDAY = LocalDate.of(2026, 11, 20);
  private static final BarSeries RISING = BarSeries.linear(30, "100", "0.5");

  @TempDir Path folder;

  private static ResolvedContract stock(StrategyContext context, String symbol) {
    return context.resolve(ContractSpec.stock(symbol));
  }

  /** A strategy whose signal for SPY shows a figure of its context. */
  private static StrategyBench showing(Function<StrategyContext, BigDecimal> figure) {
    return bench(
        context -> Signals.of(stock(context, "SPY"), figure.apply(context).movePointLeft(6)));
  }

  private static BigDecimal shown(StrategyBench bench) {
    return bench.signals().get("SPY").movePointRight(6);
  }

  private static StrategyBench bench(Strategy strategy) {
    return StrategyBench.of(strategy).at(MONDAY).bars("SPY", RISING);
  }

  @Test
  void barsOfATestReachUpToTheSessionBefore() {
    StrategyBench bench =
        bench(
            context -> {
              ResolvedContract spy = stock(context, "SPY");
              List<DailyBar> bars = context.dailyBars(spy, 100);
              assertThat(bars).hasSize(30);
              assertThat(bars.get(0).close()).isEqualToIgnoringScale("100");
              assertThat(bars.get(29).close()).isEqualToIgnoringScale("114.5");
              assertThat(bars.get(29).date()).isEqualTo(FRIDAY);
              assertThat(context.dailyBars(spy, FRIDAY, FRIDAY)).hasSize(1);
              return Signals.none();
            });

    assertThat(bench.signals()).isEmpty();
  }

  @Test
  void aSeriesHasTheSessionsOfTheExchange() {
    // Thanksgiving is on 26 November 2026.
    assertThat(BarSeries.closes("1", "2", "3").from("2026-11-25").stream().map(bar -> bar.date()))
        .containsExactly(
            LocalDate.of(2026, 11, 25), LocalDate.of(2026, 11, 27), LocalDate.of(2026, 11, 30))
        .inOrder();
    assertThat(
            assertThrows(
                    IllegalArgumentException.class, () -> BarSeries.closes("1").from("2026-11-26"))
                .getMessage())
        .startsWith("2026-11-26 is no session of the exchanges in the United States");
    assertThat(
            assertThrows(IllegalArgumentException.class, () -> BarSeries.linear(30, "10", "-0.5"))
                .getMessage())
        .isEqualTo("close 21 of the series is 0.0; a price is above 0");
  }

  @Test
  void barsComeFromFilesToo() throws Exception {
    String csv =
        """
        date,open,high,low,close,volume
        2026-11-19,9,12,8,10,5000
        2026-11-20,10,13,9,11,6000
        """;
    Path file = Files.writeString(folder.resolve("MINE.csv"), csv);
    Strategy strategy =
        context -> {
          List<DailyBar> bars = context.dailyBars(stock(context, "MINE"), 5);
          assertThat(bars.get(1).high()).isEqualToIgnoringScale("13");
          return Signals.of(stock(context, "MINE"), bars.get(1).close().movePointLeft(1));
        };

    assertThat(StrategyBench.of(strategy).at(MONDAY).bars("MINE", BarSeries.csv(file)).signals())
        .containsExactly("MINE", new BigDecimal("1.1"));
    assertThat(StrategyBench.of(strategy).at(MONDAY).bars(BarData.folder(folder)).signals())
        .containsExactly("MINE", new BigDecimal("1.1"));
  }

  @Test
  void barsThatWereNotGivenAreNamedWithTheCallThatGivesThem() {
    StrategyBench bench =
        bench(
            context -> {
              context.dailyBars(List.of(stock(context, "SPY"), stock(context, "QQQ")), 5);
              return Signals.none();
            });

    assertThat(assertThrows(MissingBarsException.class, bench::signals).getMessage())
        .isEqualTo(
            doubleQuoted(
                "the strategy asks for daily bars of QQQ (conId 320227571), and the bench has none:"
                    + " add .bars('QQQ', …)"));
    assertThat(bench.bars("QQQ", RISING).signals()).isEmpty();
  }

  @Test
  void aShareThatNobodyKnowsIsNamedWithTheCallThatMakesIt() {
    StrategyBench bench = bench(context -> Signals.of(stock(context, "MINE"), BigDecimal.ONE));

    assertThat(assertThrows(NoSignalsException.class, bench::signals).reason())
        .containsMatch(
            doubleQuoted("knows no contract MINE .*the shares that have bars: add .bars"));
    assertThat(bench.bars("MINE", RISING).signals()).containsExactly("MINE", BigDecimal.ONE);
  }

  @Test
  void benchWithoutADateIsRefused() {
    assertThat(
            assertThrows(
                    IllegalStateException.class,
                    () -> StrategyBench.of(context -> Signals.none()).signals())
                .getMessage())
        .isEqualTo(doubleQuoted("the bench has no date: add .at('2026-11-23')"));
  }

  @Test
  void holdingsHaveTheirValueAtTheLastPrice() {
    assertThat(shown(showing(context -> context.value().total()).holding("SPY", "10")))
        .isEqualToIgnoringScale("1145");
    assertThat(shown(showing(context -> context.holdings().of(756733)).holding("SPY", "-7")))
        .isEqualToIgnoringScale("-7");
    assertThat(shown(showing(StrategyContext::capital))).isEqualToIgnoringScale("100000");
    assertThat(shown(showing(StrategyContext::capital).capital("5000")))
        .isEqualToIgnoringScale("5000");
  }

  @Test
  void holdingWithoutBarsHasNoValue() {
    StrategyBench bench = showing(context -> context.value().total()).holding("TLT", "10");

    assertThat(assertThrows(MissingBarsException.class, bench::signals).getMessage())
        .containsMatch(doubleQuoted("the value of TLT .*: add .bars\\('TLT', …\\)"));

    bench.holding("TLTT", "10");
    assertThat(assertThrows(IllegalStateException.class, bench::signals).getMessage())
        .startsWith("the simulated gateway does not know TLTT");
  }

  @Test
  void nextRunFindsTheSignalsAndTheStateOfTheRunBefore() {
    StrategyBench bench =
        showing(
            context -> {
              BigDecimal runs = context.state().number("runs").orElse(BigDecimal.ZERO);
              context.state().put("runs", runs.add(BigDecimal.ONE));
              return context.lastRun().map(run -> run.signal(756733)).orElse(BigDecimal.TEN);
            });

    assertThat(shown(bench)).isEqualToIgnoringScale("10");
    assertThat(bench.state()).containsExactly("runs", 1L);
    assertThat(shown(bench.at("2026-11-24"))).isEqualToIgnoringScale("0.00001");
    assertThat(bench.state()).containsExactly("runs", 2L);
  }

  @Test
  void thePastCanBeGiven() {
    assertThat(
            shown(
                showing(
                        context ->
                            context
                                .lastRun()
                                .orElseThrow()
                                .signal(756733)
                                .add(context.state().number("floor").orElseThrow()))
                    .lastRun("2026-11-02", Map.of("SPY", "0.6"))
                    .state(Map.of("floor", 3))))
        .isEqualToIgnoringScale("3.6");
  }

  @Test
  void storedBarsOfAnySizeCanBeGiven() {
    HistoricalBar bar =
        new HistoricalBar(
            Optional.empty(),
            Optional.of(Instant.parse("2026-11-20T15:00:00Z")),
            BigDecimal.ONE,
            BigDecimal.ONE,
            BigDecimal.ONE,
            BigDecimal.TEN,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    StrategyBench bench =
        showing(
            context ->
                context
                    .storedBars(
                        new Series(
                            stock(context, "SPY").conId(),
                            BarSize.MINUTES_5,
                            WhatToShow.TRADES,
                            true),
                        FRIDAY,
                        FRIDAY)
                    .get(0)
                    .close());

    assertThat(assertThrows(MissingBarsException.class, bench::signals).getMessage())
        .endsWith(doubleQuoted("add .storedBars('SPY', BarSize.MINUTES_5, WhatToShow.TRADES, …)"));
    bench.storedBars("SPY", BarSize.MINUTES_5, WhatToShow.TRADES, List.of(bar));
    assertThat(shown(bench)).isEqualToIgnoringScale("10");
  }

  /** A kind with a field of its own. */
  private static final class Weight implements StrategyKind {
    @Override
    public String name() {
      return "weight";
    }

    @Override
    public Strategy strategy() {
      return new Strategy() {
        private int percent;

        @Override
        public void read(String id, SettingFields settings) {
          percent = settings.integer("percent", 50, 0, 100);
        }

        @Override
        public Signals signals(StrategyContext context) {
          return Signals.of(stock(context, "SPY"), BigDecimal.valueOf(percent, 2));
        }
      };
    }
  }

  @Test
  void documentIsReadAsInAnAllocation() {
    StrategyBench bench = StrategyBench.of(new Weight()).at(MONDAY);

    assertThat(bench.signals()).containsExactly("SPY", new BigDecimal("0.5"));
    assertThat(bench.document(Map.of("percent", 100)).signals())
        .containsExactly("SPY", BigDecimal.ONE);
    bench.document(Map.of("percentage", 100));
    assertThat(assertThrows(NoSignalsException.class, bench::signals).reason())
        .startsWith("strategies/weight percentage is unknown; did you mean percent?");
  }

  @Test
  void runTakesMilliseconds() {
    StrategyBench bench = bench(context -> Signals.of(stock(context, "SPY"), BigDecimal.ONE));
    bench.signals();

    Duration fastest = Duration.ofDays(1);
    for (int i = 0; i < 20; i++) {
      long start = System.nanoTime();
      bench.signals();
      Duration taken = Duration.ofNanos(System.nanoTime() - start);
      fastest = taken.compareTo(fastest) < 0 ? taken : fastest;
    }

    assertThat(fastest).isLessThan(Duration.ofMillis(50));
  }

  @Test
  void backtestPlaysTheBarsOfATest() {
    BacktestResult result =
        Backtest.of("weight")
            .strategy("weight", new Weight()::strategy)
            .bars(BarData.of(Map.of("SPY", RISING.from("2024-01-02"))))
            .run();

    assertThat(result.troubles()).isEmpty();
    assertThat(result.days()).hasSize(30);
    assertThat(LocalDate.ofInstant(result.fills().get(0).time(), ZoneOffset.UTC))
        .isEqualTo(LocalDate.of(2024, 1, 3));
  }
}
