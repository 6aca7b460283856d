package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.BarTimes;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bar of the past. Prices are in the contract's currency.
 *
 * @param date of a bar of a day or more, the date on which its session closes; else empty
 * @param start of a shorter bar, its beginning; else empty
 * @param open the first price
 * @param high the highest price
 * @param low the lowest price
 * @param close the last price, or the settlement
 * @param volume how much was traded; empty where that has no meaning, as for MIDPOINT
 * @param average the average price, weighted by volume; empty where that has no meaning
 * @param barCount how many trades; empty where that has no meaning
 */
public record HistoricalBar(
    Optional<LocalDate> date,
    Optional<Instant> start,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    Optional<BigDecimal> volume,
    Optional<BigDecimal> average,
    Optional<Integer> barCount) {

  private static final Logger logger = LoggerFactory.getLogger(HistoricalBar.class);

  private static final int DATE_LENGTH = 8;

  /** What a gateway writes where an average has no meaning; prices can be below 0. */
  private static final BigDecimal NO_AVERAGE = BigDecimal.ONE.negate();

  /**
   * The bars that a gateway means, without those for which it has no prices.
   *
   * @throws ProtocolException if the time of one is none that is understood
   */
  static List<HistoricalBar> of(HistoricalData data) {
    List<Bar> priced = data.bars().stream().filter(HistoricalBar::hasPrices).toList();
    if (priced.size() < data.bars().size()) {
      logger.warn(
          "{} of {} bars up to {} have no usable price and are left out",
          data.bars().size() - priced.size(),
          data.bars().size(),
          data.endDate());
    }
    Iterator<Instant> starts = starts(priced, data.endDate()).iterator();
    List<HistoricalBar> bars = new ArrayList<>();
    for (Bar bar : priced) {
      bars.add(
          isDay(bar)
              ? of(bar, Optional.of(date(bar.date())), Optional.empty())
              : of(bar, Optional.empty(), Optional.of(starts.next())));
    }
    return bars;
  }

  private static boolean hasPrices(Bar bar) {
    return bar.open() != null && bar.high() != null && bar.low() != null && bar.close() != null;
  }

  private static boolean isDay(Bar bar) {
    return bar.date().length() == DATE_LENGTH;
  }

  private static HistoricalBar of(Bar bar, Optional<LocalDate> date, Optional<Instant> start) {
    Optional<BigDecimal> volume =
        Optional.ofNullable(bar.volume()).filter(amount -> amount.signum() >= 0);
    return new HistoricalBar(
        date,
        start,
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        volume,
        Optional.ofNullable(bar.average())
            .filter(average -> volume.isPresent() || average.compareTo(NO_AVERAGE) != 0),
        Optional.of(bar.barCount()).filter(count -> count >= 0 && count != Integer.MAX_VALUE));
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw new ProtocolException("a bar's date is \"" + text + "\", which is no date", e);
    }
  }

  private static List<Instant> starts(List<Bar> bars, String endDate) {
    try {
      return BarTimes.read(
          bars.stream().filter(bar -> !isDay(bar)).map(Bar::date).toList(), endDate);
    } catch (DateTimeException e) {
      throw new ProtocolException("a bar's time is not understood: " + e.getMessage(), e);
    }
  }
}
