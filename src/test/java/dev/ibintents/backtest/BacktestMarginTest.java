package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.backtest.BacktestResult.OrderStatus;
import dev.ibintents.backtest.BacktestResult.PlacedOrder;
import dev.ibintents.bench.Weights;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.strategy.Signals;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Orders that an account of Regulation T can and cannot carry. */
final class BacktestMarginTest {
  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");
  private static final LocalDate FROM = LocalDate.of(2024, 6, 28);
  private static final LocalDate TO = LocalDate.of(2024, 7, 9);

  private static List<PricedBar> prices(double... closes) {
    List<LocalDate> days = RandomBars.sessions(FROM, TO);
    List<PricedBar> bars = new ArrayList<>();
    for (int i = 0; i < closes.length; i++) {
      bars.add(RandomBars.bar(days.get(i), closes[i], closes[i], 1_000_000));
    }
    return bars;
  }

  private static BacktestResult run(String weight) {
    return Backtest.of("weights")
        .document("weights", Weights.document(Map.of("SPY", weight)))
        .bars(BarData.of(Map.of("SPY", prices(100, 100, 100))))
        .schedule((session, previous) -> false)
        .run();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.1", "-2.1", "3", "-5"})
  void positionBeyondRegulationTIsRefused(String weight) {
    BacktestResult result = run(weight);

    assertThat(result.fills()).isEmpty();
    assertThat(result.orders().get(0).status()).isEqualTo(OrderStatus.REFUSED);
    assertThat(result.orders().get(0).reason()).contains("MUST EXCEED THE INITIAL MARGIN");
    assertThat(result.equity()).isEqualToIgnoringScale("100000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.8", "-1.8", "0.5", "-0.5"})
  void positionWithinRegulationTIsTraded(String weight) {
    PlacedOrder order = run(weight).orders().get(0);

    assertThat(order.status()).isEqualTo(OrderStatus.FILLED);
  }

  /** After a loss the margin is short, and an order that reduces the position is taken. */
  @ParameterizedTest
  @ValueSource(strings = {"1.8", "-1.6"})
  void orderThatReducesIsNeverRefused(String weight) {
    boolean isLong = !weight.startsWith("-");
    List<PricedBar> bars = isLong ? prices(100, 100, 60, 60, 60) : prices(100, 100, 140, 140, 140);
    LocalDate loss = bars.get(3).date();

    BacktestResult result =
        Backtest.of("mine")
            .strategy(
                "mine",
                () ->
                    context ->
                        Signals.of(
                            context.resolve(ContractSpec.stock("SPY")),
                            context.today(NEW_YORK).isBefore(loss)
                                ? new BigDecimal(weight)
                                : new BigDecimal(weight).movePointLeft(1)))
            .bars(BarData.of(Map.of("SPY", bars)))
            .schedule((session, previous) -> session.equals(loss))
            .run();

    PlacedOrder reducing = result.orders().get(1);
    assertWithMessage("%s", result.orders()).that(result.orders()).hasSize(2);
    assertThat(reducing.quantity().signum()).isEqualTo(isLong ? -1 : 1);
    assertThat(reducing.status()).isEqualTo(OrderStatus.FILLED);
  }

  @Test
  void orderThatTurnsAPositionRoundBeyondRegulationTIsRefused() {
    List<PricedBar> bars = prices(100, 100, 100, 100, 100);
    LocalDate turn = bars.get(2).date();

    BacktestResult result =
        Backtest.of("mine")
            .strategy(
                "mine",
                () ->
                    context ->
                        Signals.of(
                            context.resolve(ContractSpec.stock("SPY")),
                            context.today(NEW_YORK).isBefore(turn)
                                ? BigDecimal.ONE
                                : new BigDecimal("-3")))
            .bars(BarData.of(Map.of("SPY", bars)))
            .schedule((session, previous) -> session.equals(turn))
            .run();

    assertThat(result.orders().get(1).status()).isEqualTo(OrderStatus.REFUSED);
  }
}
