package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.backtest.BacktestResult.Day;
import dev.ibintents.backtest.BacktestResult.Execution;
import dev.ibintents.backtest.BacktestResult.OrderStatus;
import dev.ibintents.backtest.BacktestResult.PlacedOrder;
import dev.ibintents.bench.Weights;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.marketdata.Series;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.strategy.DailyBar;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategy;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fills, costs and limits of a backtest, and the bars that a strategy sees. */
final class BacktestRealismTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalDate FROM = LocalDate.of(2024, 6, 28);
  private static final LocalDate TO = LocalDate.of(2024, 7, 9);
  private static final Schedule FIRST_DAY = (session, previous) -> false;

  private static Backtest spy(List<PricedBar> bars, String weight) {
    return Backtest.of("weights")
        .document("weights", Weights.document(Map.of("SPY", weight)))
        .bars(BarData.of(Map.of("SPY", bars)))
        .schedule(FIRST_DAY);
  }

  private static List<PricedBar> flat(long volume) {
    return RandomBars.sessions(FROM, TO).stream()
        .map(day -> RandomBars.bar(day, 100, 100, volume))
        .toList();
  }

  @Test
  void ordersAreFilledAtTheCloseOfTheirSession() {
    List<PricedBar> bars = RandomBars.walk(1, FROM, TO, 0.01);

    Execution fill = spy(bars, "0.5").fill(Fill.CLOSE).run().fills().get(0);

    assertThat(fill.price()).isEqualTo(bars.get(0).close());
    assertThat(fill.time()).isEqualTo(FROM.atTime(16, 0).atZone(NEW_YORK).toInstant());
  }

  @Test
  void halfDayClosesEarlyAndNothingTradesOnAHoliday() {
    LocalDate halfDay = LocalDate.of(2024, 7, 3);

    BacktestResult result =
        spy(RandomBars.walk(1, FROM, TO, 0.01), "0.5")
            .from(halfDay)
            .at(java.time.LocalTime.of(12, 0))
            .fill(Fill.CLOSE)
            .run();

    assertThat(result.fills().get(0).time())
        .isEqualTo(halfDay.atTime(13, 0).atZone(NEW_YORK).toInstant());
    assertThat(result.days().stream().map(Day::date).toList())
        .containsExactly(
            halfDay, LocalDate.of(2024, 7, 5), LocalDate.of(2024, 7, 8), LocalDate.of(2024, 7, 9))
        .inOrder();
  }

  @Test
  void participationFillsAPartAndTheRestIsCancelled() {
    BacktestResult result = spy(flat(1000), "0.5").participation("0.1").run();

    PlacedOrder order = result.orders().get(0);
    assertThat(order.quantity()).isEqualToIgnoringScale("500");
    assertThat(order.filled()).isEqualToIgnoringScale("100");
    assertThat(order.status()).isEqualTo(OrderStatus.CANCELLED);
    assertThat(result.troubles()).isEmpty();
  }

  @Test
  void orderThatTheAccountCannotCarryIsRefused() {
    BacktestResult result = spy(flat(1_000_000), "4").run();

    assertThat(result.fills()).isEmpty();
    assertThat(result.orders().get(0).status()).isEqualTo(OrderStatus.REFUSED);
    assertThat(result.orders().get(0).reason()).contains("MUST EXCEED THE INITIAL MARGIN");
    assertThat(result.equity()).isEqualToIgnoringScale("100000");
  }

  @Test
  void commissionsFollowTheSchedule() {
    assertThat(spy(flat(1_000_000), "0.5").run().commissions()).isEqualToIgnoringScale("2.50");
    assertThat(spy(flat(1_000_000), "0.5").commission(Commission.IBKR_TIERED).run().commissions())
        .isEqualToIgnoringScale("1.75");
    assertThat(spy(flat(1_000_000), "0.05").run().commissions()).isEqualToIgnoringScale("1.00");
  }

  /** Holds SPY, and notes the last bar that it sees. */
  private static final class Watcher implements Strategy {
    private final List<String> seen;

    Watcher(List<String> seen) {
      this.seen = seen;
    }

    @Override
    public Signals signals(dev.ibintents.strategy.StrategyContext context) {
      ResolvedContract contract = context.resolve(ContractSpec.stock("SPY"));
      List<DailyBar> bars = context.dailyBars(contract, 5);
      seen.add(
          context.today(NEW_YORK)
              + " sees "
              + (bars.isEmpty() ? "nothing" : bars.get(bars.size() - 1).date().toString()));
      return Signals.of(contract, new BigDecimal("0.5"));
    }
  }

  @Test
  void strategySeesOnlyBarsThatHaveEnded() {
    List<String> seen = new ArrayList<>();

    BacktestResult result =
        Backtest.of("watcher")
            .strategy("watcher", () -> new Watcher(seen))
            .bars(BarData.of(Map.of("SPY", RandomBars.walk(1, FROM, TO, 0.01))))
            .from(LocalDate.of(2024, 7, 2))
            .to(LocalDate.of(2024, 7, 5))
            .run();

    assertThat(result.troubles()).isEmpty();
    assertThat(seen)
        .containsExactly(
            "2024-07-02 sees 2024-07-01",
            "2024-07-03 sees 2024-07-02",
            "2024-07-05 sees 2024-07-03")
        .inOrder();
  }

  @Test
  void strategyThatPeeksGetsAnErrorThatNamesTheBar() {
    BacktestResult result =
        Backtest.of("peeker")
            .strategy(
                "peeker",
                () ->
                    context -> {
                      LocalDate later = context.today(NEW_YORK).plusDays(3);
                      context.storedBars(
                          new Series(756733, BarSize.DAY, WhatToShow.TRADES, true), later, later);
                      return Signals.none();
                    })
            .bars(BarData.of(Map.of("SPY", flat(1000))))
            .schedule(FIRST_DAY)
            .run();

    assertThat(result.troubles().get(0).message()).contains("of 2024-07-01 has not ended");
    assertThat(result.orders()).isEmpty();
  }

  /** Bars whose whole range a strategy can see, as if it had computed a mean over all years. */
  private static final class Leak implements BarData {
    private final List<PricedBar> bars = RandomBars.walk(2, FROM, TO, 0.01);
    private BigDecimal last;

    @Override
    public Loaded load(LocalDate to) {
      Loaded loaded = BarData.of(Map.of("SPY", bars)).load(to);
      List<PricedBar> visible = loaded.bars().values().iterator().next();
      last = visible.get(visible.size() - 1).close();
      return loaded;
    }

    Strategy strategy() {
      return context ->
          Signals.of(context.resolve(ContractSpec.stock("SPY")), last.movePointLeft(3).abs());
    }
  }

  @Test
  void checkReportsTheFirstOrderThatDependsOnTheFuture() {
    Leak leak = new Leak();

    Optional<Lookahead> found =
        Backtest.of("leaking").strategy("leaking", leak::strategy).bars(leak).checkLookahead();

    assertThat(found.orElseThrow().toString()).contains("2024-06-28 buys");
    assertThat(found.get().toString()).contains("uses data of the future");
  }

  @Test
  void checkFindsNothingInAStrategyThatLooksBack() {
    assertThat(spy(RandomBars.walk(2, FROM, TO, 0.01), "0.5").checkLookahead()).isEmpty();
  }

  @Test
  void csvFilesOfVendorsAreRead(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("SPY.csv"),
        """
        Date,Open,High,Low,Close,Adj Close,Volume
        2024-07-01,100,102,99,101,50.5,1000
        2024-07-02,101,103,100,102,51,2000
        2024-07-03,null,null,null,null,null,null
        2024-07-05,102,103,100,103,51.5,2000
        """);
    Files.writeString(
        folder.resolve("MINE.csv"),
        """
        Date,Close/Last,Volume,Open,High,Low
        07/05/2024,$12.50,"1,000",$12.00,$13.00,$11.00
        07/02/2024,$12.00,"1,000",$11.00,$12.00,$11.00
        07/01/2024,$11.00,"1,000",$10.00,$12.00,$10.00
        """);

    BacktestResult result =
        Backtest.of("weights")
            .document("weights", Weights.document(Map.of("SPY", "0.5", "MINE", "0.2")))
            .bars(BarData.folder(folder))
            .schedule(FIRST_DAY)
            .run();

    assertThat(result.troubles()).isEmpty();
    assertThat(result.fills().stream().map(fill -> fill.symbol() + " " + fill.price()).toList())
        .containsExactly("SPY 50.500000", "MINE 11.00");
    assertThat(result.notes().toString()).contains("SPY.csv: prices are adjusted");
    assertThat(result.notes().toString()).contains("SPY.csv: 1 lines without prices");
    assertThat(result.notes().toString()).contains("MINE.csv: no adjusted closes");
  }

  @Test
  void csvErrorNamesTheLine(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("SPY.csv"), "Date,Open,High,Low,Close\n2024-07-01,100,102,99,x\n");

    BacktestException failure =
        assertThrows(BacktestException.class, () -> BarData.folder(folder).load(LocalDate.MAX));

    assertThat(failure).hasMessageThat().contains("line 2: close is ");
  }

  @Test
  void simulatedPricesNeedNoFiles() {
    BacktestResult result =
        Backtest.of("weights")
            .document("weights", Weights.document(Map.of("SPY", "0.5")))
            .bars(BarData.simulated(1, FROM, List.of("SPY")))
            .to(TO)
            .run();

    assertThat(result.days()).hasSize(7);
    assertThat(result.troubles()).isEmpty();
  }
}
