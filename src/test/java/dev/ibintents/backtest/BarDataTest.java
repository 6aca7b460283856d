package dev.ibintents.backtest;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Universe;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The sessions of loaded bars, from which backtests and walk-forwards take theirs. */
final class BarDataTest {
  private static final LocalDate TO = LocalDate.parse("2024-06-28");
  private static final Instrument SPY = Universe.known("SPY").orElseThrow();

  private final Map<Instrument, List<PricedBar>> bars = new LinkedHashMap<>();

  private void bars(Instrument instrument, String from) {
    bars.put(instrument, RandomBars.walk(1, LocalDate.parse(from), TO, 0));
  }

  private BarData.Loaded loaded() {
    return new BarData.Loaded(bars, List.of(), List.of());
  }

  @Test
  void aRunBeginsWhenEverySymbolHasABarAndALaterFutureOfASeriesDoesNotDelayIt() {
    List<Instrument> futures =
        new Universe(Clock.fixed(Instant.parse("2024-05-01T19:00:00Z"), ZoneOffset.UTC))
            .listed(Instrument.Kind.FUT)
            .filter(future -> future.symbol().equals("MNQ"))
            .limit(2)
            .toList();
    bars(SPY, "2024-03-04");
    bars(futures.get(0), "2024-03-18");
    bars(futures.get(1), "2024-06-03");

    assertThat(loaded().sessions(Optional.empty()).first())
        .isEqualTo(LocalDate.parse("2024-03-18"));
  }

  @Test
  void aRunBeginsOnTheDayThatIsNamed() {
    bars(SPY, "2024-03-04");

    assertThat(loaded().sessions(Optional.of(LocalDate.parse("2024-06-01"))).first())
        .isEqualTo(LocalDate.parse("2024-06-03"));
  }

  @Test
  void aDayAfterAllBarsIsRefusedWithTheirRange() {
    bars(SPY, "2024-03-04");

    assertThat(
            assertThrows(
                BacktestException.class,
                () -> loaded().sessions(Optional.of(LocalDate.parse("2024-07-01")))))
        .hasMessageThat()
        .isEqualTo(
            "there are no bars from 2024-07-01 on; the bars reach from 2024-03-04 to 2024-06-28");
  }
}
