package dev.ibintents.backtest;

import dev.ibintents.simulator.market.PricedBar;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes CSV files of bars as vendors export them, with dividends and splits. */
final class BarFiles {
  private final Map<LocalDate, String> dividends = new TreeMap<>();
  private final Map<LocalDate, String> splits = new TreeMap<>();

  BarFiles dividend(String exDate, String amount) {
    dividends.put(LocalDate.parse(exDate), amount);
    return this;
  }

  BarFiles split(String exDate, String factor) {
    splits.put(LocalDate.parse(exDate), factor);
    return this;
  }

  /** Writes prices as they are. */
  void write(Path file, List<PricedBar> bars) throws IOException {
    StringBuilder text = new StringBuilder("Date,Open,High,Low,Close,Volume,divCash,splitFactor\n");
    for (PricedBar bar : bars) {
      text.append(
          "%s,%s,%s,%s,%s,%s,%s,%s\n"
              .formatted(
                  bar.date(),
                  bar.open(),
                  bar.high(),
                  bar.low(),
                  bar.close(),
                  bar.volume(),
                  dividends.getOrDefault(bar.date(), "0.0"),
                  splits.getOrDefault(bar.date(), "1.0")));
    }
    Files.writeString(file, text);
  }

  /** Writes prices as they were traded: before a split they are higher by its factor. */
  void writeAsTraded(Path file, List<PricedBar> bars) throws IOException {
    write(file, bars.stream().map(this::asTraded).toList());
  }

  private PricedBar asTraded(PricedBar bar) {
    BigDecimal factor =
        splits.entrySet().stream()
            .filter(split -> bar.date().isBefore(split.getKey()))
            .map(split -> new BigDecimal(split.getValue()))
            .reduce(BigDecimal.ONE, BigDecimal::multiply);
    return new PricedBar(
        bar.date(),
        bar.open().multiply(factor),
        bar.high().multiply(factor),
        bar.low().multiply(factor),
        bar.close().multiply(factor),
        bar.volume());
  }
}
