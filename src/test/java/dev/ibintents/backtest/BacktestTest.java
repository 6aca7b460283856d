package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.market.PricedBar;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BacktestTest {
  private static final LocalDate FROM = LocalDate.of(2024, 1, 2);
  private static final LocalDate TO = LocalDate.of(2024, 3, 28);

  private static Backtest spy(List<PricedBar> bars, String weight) {
    return Backtest.of("weights")
        .document("weights", Weights.document(Map.of("SPY", weight)))
        .bars(BarData.of(Map.of("SPY", bars)))
        .commission(Commission.NONE);
  }

  @Test
  void weightsAreBoughtAtTheOpenAfterTheFirstRun() {
    List<PricedBar> bars = RandomBars.walk(1, FROM, TO, 0.01);

    BacktestResult result = spy(bars, "0.5").schedule(Schedule.MONTHLY).run();

    assertThat(result.days()).hasSize(bars.size());
    assertThat(result.troubles()).isEmpty();
    assertThat(result.fills().get(0).price()).isEqualTo(bars.get(1).open());
    assertThat(result.equity()).isGreaterThan(BigDecimal.ZERO);
  }

  @Test
  void laterDocumentTradesOnItsFirstSession() {
    List<PricedBar> bars = RandomBars.walk(1, FROM, TO, 0.01);
    LocalDate saturday = LocalDate.of(2024, 2, 10);

    BacktestResult result =
        spy(bars, "0.5")
            .schedule((session, previous) -> false)
            .documentFrom(saturday, "weights", Weights.document(Map.of("SPY", "0")))
            .run();

    assertThat(result.troubles()).isEmpty();
    assertThat(result.orders()).hasSize(2);
    assertThat(result.orders().get(1).time().toString()).startsWith("2024-02-12T");
    assertThat(result.orders().get(1).quantity())
        .isEqualTo(result.orders().get(0).quantity().negate());
  }
}
