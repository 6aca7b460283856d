package dev.ibintents.simulator.tool;

import dev.ibintents.simulator.clock.ClockSetting;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.csv.CsvBars;
import dev.ibintents.simulator.csv.MixedPrices;
import dev.ibintents.simulator.csv.SymbolTable;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.universe.UniverseFile;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time, the instruments and the prices that the options ask for.
 *
 * @param clock the market's clock
 * @param instruments the instruments that the table does not have
 * @param prices the prices of all instruments
 */
record SimulatedWorld(MarketClock clock, List<Instrument> instruments, PriceSource prices) {
  private static final Logger LOG = LoggerFactory.getLogger(SimulatedWorld.class);
  private static final long USUAL_SEED = 1;

  /**
   * Reads the options and the files that they name.
   *
   * @throws IllegalArgumentException if a value or a file cannot be used
   */
  static SimulatedWorld of(SimulatorWords words) {
    MarketClock clock = clock(words);
    UniverseFile universe =
        words
            .value(SimulatorOption.UNIVERSE, text -> UniverseFile.read(Path.of(text)))
            .orElse(new UniverseFile(List.of(), Map.of()));
    long seed =
        words
            .value(SimulatorOption.SEED, text -> SimulatorWords.number(text, Long.MAX_VALUE))
            .orElse(USUAL_SEED);
    PriceSource simulated = new Prices(seed, universe.levels());
    Optional<List<CsvBars>> files =
        words.value(SimulatorOption.PRICES, text -> CsvBars.folder(Path.of(text)));
    return files
        .map(bars -> withBars(clock, universe.instruments(), bars, simulated))
        .orElse(new SimulatedWorld(clock, universe.instruments(), simulated));
  }

  /** A clock as it is at the start. */
  static MarketClock clock(SimulatorWords words) {
    ClockSetting start =
        words
            .value(SimulatorOption.CLOCK, ClockSetting.SYSTEM::withStart)
            .orElse(ClockSetting.SYSTEM);
    return words.value(SimulatorOption.SPEED, start::withSpeed).orElse(start).clock();
  }

  private static SimulatedWorld withBars(
      MarketClock clock, List<Instrument> further, List<CsvBars> files, PriceSource others) {
    SymbolTable symbols = new SymbolTable(further);
    Map<Instrument, List<PricedBar>> bars = new LinkedHashMap<>();
    for (CsvBars file : files) {
      bars.put(symbols.instrument(file.symbol(), file.bars()), file.bars());
      warnOfTheEnd(file, clock.instant());
    }
    List<Instrument> all = new ArrayList<>(further);
    all.addAll(symbols.unknown());
    return new SimulatedWorld(clock, List.copyOf(all), new MixedPrices(bars, others));
  }

  private static void warnOfTheEnd(CsvBars file, Instant now) {
    LocalDate last = file.bars().get(file.bars().size() - 1).date();
    LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
    if (last.isBefore(today)) {
      LOG.warn(
          "the bars of {} end on {}, before the market's time, {}; its price stays at the last"
              + " close; --clock begins earlier",
          file.symbol(),
          last,
          now);
    }
  }
}
