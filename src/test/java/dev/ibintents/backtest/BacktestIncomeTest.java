package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.backtest.BacktestResult.Day;
import dev.ibintents.backtest.BacktestResult.OrderStatus;
import dev.ibintents.backtest.BacktestResult.StrategyDay;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.market.PricedBar;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dividends, splits and interest of a backtest. */
final class BacktestIncomeTest {
  /** A Friday. Sessions follow on 1, 2, 3, 5, 8 and 9 July. */
  private static final LocalDate FROM = LocalDate.of(2024, 6, 28);

  private static final LocalDate TO = LocalDate.of(2024, 7, 9);
  private static final Schedule FIRST_DAY = (session, previous) -> false;

  @TempDir Path folder;

  private static List<PricedBar> flat() {
    return RandomBars.sessions(FROM, TO).stream()
        .map(day -> RandomBars.bar(day, 100, 100, 1_000_000))
        .toList();
  }

  private Backtest spy(String weight) {
    return Backtest.of("weights")
        .document("weights", Weights.document(Map.of("SPY", weight)))
        .bars(BarData.folder(folder))
        .commission(Commission.NONE)
        .schedule(FIRST_DAY);
  }

  private static Day last(BacktestResult result) {
    return result.days().get(result.days().size() - 1);
  }

  private static BigDecimal equity(BacktestResult result, String day) {
    return result.days().stream()
        .filter(found -> found.date().toString().equals(day))
        .findFirst()
        .orElseThrow()
        .equity();
  }

  @Test
  void dividendIsPaidForSharesHeldOverThePreviousClose() throws IOException {
    new BarFiles()
        .dividend("2024-07-01", "7") // bought at the open of this day, so without its dividend
        .dividend("2024-07-03", "1.25")
        .write(folder.resolve("SPY.csv"), flat());

    BacktestResult result = spy("0.5").run();

    assertThat(result.troubles()).isEmpty();
    assertThat(equity(result, "2024-07-02")).isEqualToIgnoringScale("100000");
    assertThat(equity(result, "2024-07-03")).isEqualToIgnoringScale("100625");
    StrategyDay strategy = last(result).strategies().get("weights");
    assertThat(strategy.dividends()).isEqualToIgnoringScale("625");
    assertThat(strategy.profit()).isEqualToIgnoringScale("625");
    assertThat(last(result).dividends()).isEqualToIgnoringScale("625");
    assertThat(result.unattributed(last(result))).isEqualToIgnoringScale("0");
  }

  @Test
  void shortSellerPaysTheDividend() throws IOException {
    new BarFiles().dividend("2024-07-03", "1.25").write(folder.resolve("SPY.csv"), flat());

    BacktestResult result = spy("-0.5").run();

    assertThat(result.equity()).isEqualToIgnoringScale("99375");
    assertThat(last(result).strategies().get("weights").profit()).isEqualToIgnoringScale("-625");
  }

  @Test
  void dividendsAreTakenInPlaceOfAdjustedCloses() throws IOException {
    Files.writeString(
        folder.resolve("SPY.csv"),
        """
        Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits
        2024-06-28,100,100,100,100,90,1000000,0.0,0.0
        2024-07-01,100,100,100,100,90,1000000,0.0,0.0
        2024-07-02,90,90,90,90,90,1000000,10,0.0
        """);

    BacktestResult result = spy("0.5").run();

    assertThat(result.fills().get(0).price()).isEqualToIgnoringScale("100");
    assertThat(result.equity()).isEqualToIgnoringScale("100000");
    assertThat(result.notes().toString())
        .contains("SPY.csv: dividends are paid in cash on the ex-date; the column adjusted close");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0.1", "1.5"})
  void splitOfTradedPricesChangesHoldingsAndNoValue(String factor) throws IOException {
    new BarFiles().split("2024-07-03", factor).writeAsTraded(folder.resolve("SPY.csv"), flat());

    BacktestResult result = spy("0.5").schedule(Schedule.DAILY).run();

    BigDecimal before = result.fills().get(0).quantity();
    assertThat(result.troubles()).isEmpty();
    for (Day day : result.days()) {
      assertWithMessage("%s", day).that(day.equity()).isEqualToIgnoringScale("100000");
      assertWithMessage("%s", day)
          .that(day.strategies().getOrDefault("weights", none()).profit())
          .isEqualToIgnoringScale("0");
    }
    assertThat(before.multiply(new BigDecimal(factor)).subtract(new BigDecimal("500")).abs())
        .isAtMost(BigDecimal.ONE);
    assertThat(result.notes().toString()).contains("the split of 2024-07-03 makes " + factor);
  }

  private static StrategyDay none() {
    BigDecimal zero = BigDecimal.ZERO;
    return new StrategyDay(zero, zero, zero, zero);
  }

  @Test
  void splitThatPricesContainChangesNothing() throws IOException {
    new BarFiles().split("2024-07-03", "4").write(folder.resolve("SPY.csv"), flat());

    BacktestResult result = spy("0.5").run();

    assertThat(result.equity()).isEqualToIgnoringScale("100000");
    assertThat(result.notes().toString())
        .contains("the prices contain the splits of [2024-07-03] already");
  }

  @Test
  void fractionOfASplitIsPaidInCash() throws IOException {
    new BarFiles().split("2024-07-03", "1.5").writeAsTraded(folder.resolve("SPY.csv"), flat());

    BacktestResult result =
        Backtest.of("up", "down")
            .document("up", Weights.document(Map.of("SPY", "0.0151"))) // 5 shares of 150
            .document("down", Weights.document(Map.of("SPY", "0.0061"))) // 2 shares
            .bars(BarData.folder(folder))
            .commission(Commission.NONE)
            .schedule(FIRST_DAY)
            .run();

    assertThat(result.troubles()).isEmpty();
    assertThat(result.equity()).isEqualToIgnoringScale("100000");
    assertThat(last(result).cash().remainder(new BigDecimal("100")).abs())
        .isEqualToIgnoringScale("0");
    assertThat(last(result).strategies().get("up").profit()).isEqualToIgnoringScale("0");
    assertThat(last(result).strategies().get("down").profit()).isEqualToIgnoringScale("0");
  }

  @Test
  void orderThatWaitsForTheOpenOfASplitIsCancelled() throws IOException {
    new BarFiles().split("2024-07-01", "2").writeAsTraded(folder.resolve("SPY.csv"), flat());

    BacktestResult result = spy("0.5").run();

    assertThat(result.fills()).isEmpty();
    assertThat(result.orders().get(0).status()).isEqualTo(OrderStatus.CANCELLED);
  }

  @Test
  void ratioIsASplitAndWrongAmountsNameTheLine() throws IOException {
    Path file = folder.resolve("SPY.csv");
    String head = "Date,Open,High,Low,Close,Dividends,Stock Splits\n2024-06-28,9,9,9,9,0,\n";
    Files.writeString(file, head + "2024-07-01,3,3,3,3,0,3:1\n");

    BarData.Loaded loaded = BarData.folder(folder).load(LocalDate.MAX);

    assertThat(loaded.actions().get(0).split()).isEqualToIgnoringScale("3");
    Files.writeString(file, head + "2024-07-01,3,3,3,3,-1,\n");
    assertThat(assertThrows(BacktestException.class, () -> BarData.folder(folder).load(TO)))
        .hasMessageThat()
        .contains("line 3: dividend is -1; it must be 0 or above");
    Files.writeString(file, head + "2024-07-01,3,3,3,3,0,3:0\n");
    assertThat(assertThrows(BacktestException.class, () -> BarData.folder(folder).load(TO)))
        .hasMessageThat()
        .contains("line 3: split is a ratio to 0");
  }

  @Test
  void interestIsPaidOnCashByActualDaysOf360() throws IOException {
    new BarFiles().write(folder.resolve("SPY.csv"), flat());

    BacktestResult result = spy("0.5").interest("0.036").run();

    // 3 days over the weekend on 100,000, then 1 day on 50,030: 0.0001 of it a day.
    assertThat(equity(result, "2024-06-28")).isEqualToIgnoringScale("100000");
    assertThat(equity(result, "2024-07-01")).isEqualToIgnoringScale("100030");
    assertThat(equity(result, "2024-07-02")).isEqualToIgnoringScale("100035.00");
    assertThat(last(result).interest()).isEqualTo(result.equity().subtract(result.cash()));
    assertThat(result.unattributed(last(result))).isEqualTo(last(result).interest());
    assertThat(last(result).strategies().get("weights").profit()).isEqualToIgnoringScale("0");
  }

  @Test
  void interestIsChargedOnBorrowedCash() throws IOException {
    new BarFiles().write(folder.resolve("SPY.csv"), flat());

    BacktestResult result = spy("1.5").interest("0.036").run();

    assertThat(equity(result, "2024-07-01")).isEqualToIgnoringScale("100030");
    assertThat(equity(result, "2024-07-02")).isEqualToIgnoringScale("100025.00");
  }

  @Test
  void rateInPercentIsRefused() {
    BacktestException refusal =
        assertThrows(BacktestException.class, () -> Backtest.of("weights").interest("3"));

    assertThat(refusal).hasMessageThat().contains("such as 0.03 for 3 % a year");
  }

  /** Strategies, interest and rounding explain the equity of each day. */
  @Test
  void profitsAndInterestAreTheChangeOfTheEquity() throws IOException {
    for (int seed = 1; seed <= 10; seed++) {
      Random random = new Random(seed);
      for (String symbol : List.of("SPY", "GLD", "IEF")) {
        LocalDate split = FROM.plusDays(20 + random.nextInt(5));
        List<PricedBar> bars = RandomBars.walk(random.nextLong(), FROM, FROM.plusDays(60), 0.02);
        BarFiles files = new BarFiles();
        for (PricedBar bar : bars) {
          if (random.nextInt(8) == 0) {
            files.dividend(
                bar.date().toString(),
                BigDecimal.valueOf(random.nextDouble()).setScale(4, RoundingMode.UP).toString());
          }
        }
        bars.stream()
            .filter(bar -> !bar.date().isBefore(split))
            .findFirst()
            .ifPresent(
                bar ->
                    files.split(
                        bar.date().toString(), List.of("2", "0.25", "1.5").get(random.nextInt(3))));
        files.writeAsTraded(folder.resolve(symbol + ".csv"), bars);
      }

      BacktestResult result =
          Backtest.of("up", "down", "bonds")
              .document("up", Weights.document(Map.of("SPY", "0.8", "GLD", "0.4")))
              .document("down", Weights.document(Map.of("SPY", "-0.3")))
              .document("bonds", Weights.document(Map.of("IEF", "1.5")))
              .bars(BarData.folder(folder))
              .interest("0.05")
              .schedule(Schedule.WEEKLY)
              .run();

      assertWithMessage("seed %s", seed).that(result.troubles()).isEmpty();
      assertWithMessage("seed %s", seed)
          .that(last(result).dividends())
          .isNotEqualTo(BigDecimal.ZERO);
      for (Day day : result.days()) {
        assertWithMessage("seed %s, %s", seed, day)
            .that(result.unattributed(day).subtract(day.interest()).abs())
            .isAtMost(new BigDecimal("0.06")); // each dividend is paid in whole cents
      }
    }
  }
}
