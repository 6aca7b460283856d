package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.TradingMode;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MacdStrategyTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

  private StrategyDesk desk;

  @BeforeEach
  void open() throws Exception {
    desk = new StrategyDesk();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  /**
   * Returns daily bars up to a day. The rule gives the price by the number of days before the last.
   */
  private static List<DailyBar> bars(int count, LocalDate last, IntUnaryOperator price) {
    List<DailyBar> bars = new ArrayList<>();
    LocalDate date = last;
    for (int i = 0; i < count; i++) {
      BigDecimal close = BigDecimal.valueOf(price.applyAsInt(i));
      bars.add(new DailyBar(date, close, close, close, close, Optional.empty()));
      do {
        date = date.minusDays(1);
      } while (date.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0);
    }
    Collections.reverse(bars);
    return bars;
  }

  private Signals signals(List<DailyBar> bars, Map<String, ?> fields) {
    return Strategies.all()
        .wanted(
            desk.context(
                "macd",
                StrategyDesk.document("macd", fields),
                TradingMode.LIVE,
                (contracts, days) -> List.of(bars)))
        .signals();
  }

  private Map<String, String> held(List<DailyBar> bars) {
    return StrategyDesk.byName(signals(bars, Map.of()));
  }

  private static int rising(int daysAgo) {
    return daysAgo < 10 ? 600 - daysAgo * 5 : 550;
  }

  private static int falling(int daysAgo) {
    return daysAgo < 10 ? 500 + daysAgo * 5 : 550;
  }

  @Test
  void risingTrendIsHeld() {
    assertThat(held(bars(260, TODAY.minusDays(3), MacdStrategyTest::rising)))
        .containsExactly("SPY", "1", "VIXY", "0");
  }

  @Test
  void fallingTrendIsHedged() {
    assertThat(held(bars(260, TODAY.minusDays(3), MacdStrategyTest::falling)))
        .containsExactly("SPY", "0", "VIXY", "0.1");
  }

  @Test
  void equalityIsHedged() {
    assertThat(held(bars(260, TODAY.minusDays(3), daysAgo -> 500)))
        .containsExactly("SPY", "0", "VIXY", "0.1");
  }

  @Test
  void fractionsComeFromTheDocument() {
    Map<String, Object> fields = Map.of("long", new BigDecimal("1.5"), "hedge", "0.25");

    assertThat(
            StrategyDesk.byName(
                signals(bars(260, TODAY.minusDays(3), MacdStrategyTest::rising), fields)))
        .containsExactly("SPY", "1.5", "VIXY", "0");
    assertThat(
            StrategyDesk.byName(
                signals(bars(260, TODAY.minusDays(3), MacdStrategyTest::falling), fields)))
        .containsExactly("SPY", "0", "VIXY", "0.25");
  }

  /** A fall of three days ends a steepening rise for fast averages, and not for slow ones. */
  @Test
  void periodsComeFromTheDocument() {
    List<DailyBar> bars =
        bars(
            900,
            TODAY.minusDays(3),
            daysAgo ->
                daysAgo < 3
                    ? 8200 - 10 * (3 - daysAgo) * (3 - daysAgo)
                    : 100 + (903 - daysAgo) * (903 - daysAgo) / 100);

    assertThat(StrategyDesk.byName(signals(bars, Map.of("fast", 2, "slow", 3, "signal", 2))))
        .containsExactly("SPY", "0", "VIXY", "0.1");
    assertThat(StrategyDesk.byName(signals(bars, Map.of("fast", 50, "slow", 100, "signal", 90))))
        .containsExactly("SPY", "1", "VIXY", "0");
  }

  @Test
  void longPeriodsNeedMoreBars() {
    NoSignalsException e =
        assertThrows(
            NoSignalsException.class,
            () ->
                signals(
                    bars(449, TODAY.minusDays(3), MacdStrategyTest::rising), Map.of("slow", 50)));

    assertThat(e.reason()).contains("only 449 daily bars of SPY, and the strategy needs 450");
  }

  @Test
  void periodsThatAreNoPeriodsAreRefused() {
    List<DailyBar> bars = bars(260, TODAY.minusDays(3), MacdStrategyTest::rising);

    assertThat(
            assertThrows(
                    NoSignalsException.class, () -> signals(bars, Map.of("fast", 26, "slow", 26)))
                .reason())
        .contains("strategies/macd fast is 26 and slow is 26; fast must be below slow");
    assertThat(
            assertThrows(NoSignalsException.class, () -> signals(bars, Map.of("signal", 0)))
                .reason())
        .contains("strategies/macd signal is 0; it must be a whole number from 1 to 200");
  }

  @Test
  void unfinishedDayDoesNotCount() {
    List<DailyBar> bars = bars(260, TODAY.minusDays(3), MacdStrategyTest::rising);
    BigDecimal crash = BigDecimal.ONE;
    List<DailyBar> withToday = new ArrayList<>(bars);
    withToday.add(new DailyBar(TODAY, crash, crash, crash, crash, Optional.empty()));

    assertThat(held(withToday)).isEqualTo(held(bars));
  }

  @Test
  void tooFewBarsAreRefused() {
    NoSignalsException e =
        assertThrows(
            NoSignalsException.class,
            () -> held(bars(249, TODAY.minusDays(3), MacdStrategyTest::rising)));

    assertThat(e.reason()).contains("only 249 daily bars of SPY, and the strategy needs 250");
  }

  @Test
  void oldBarsAreRefused() {
    NoSignalsException e =
        assertThrows(
            NoSignalsException.class,
            () -> held(bars(260, TODAY.minusDays(10), MacdStrategyTest::rising)));

    assertThat(e.reason()).contains("2026-11-13, which is more than 7 days ago");
  }

  @Test
  void barsOutOfSequenceAreRefused() {
    List<DailyBar> bars = bars(260, TODAY.minusDays(3), MacdStrategyTest::rising);
    Collections.swap(bars, 100, 101);

    NoSignalsException e = assertThrows(NoSignalsException.class, () -> held(bars));

    assertThat(e.reason()).contains("no sequence");
  }

  @Test
  void gatewayHasEnoughBars() {
    Signals signals = Strategies.all().wanted(desk.context("macd")).signals();

    assertThat(
            signals.byContract().keySet().stream()
                .map(contract -> contract.localSymbol())
                .collect(Collectors.toList()))
        .containsExactly("SPY", "VIXY")
        .inOrder();
  }

  @Test
  void requestedDurationIsWithinTheGatewaysLimits() {
    assertThat(GatewayBars.duration(21)).isEqualTo("40 D");
    assertThat(GatewayBars.duration(225)).isEqualTo("364 D");
    assertThat(GatewayBars.duration(20_000)).isEqualTo("68 Y");
    assertThat(GatewayBars.duration(251)).isEqualTo("2 Y");
  }
}
