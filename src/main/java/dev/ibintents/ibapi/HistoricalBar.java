package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.BarTimes;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One historical bar. Prices are in the contract's currency.
 *
 * @param date the date on which its session closes, for a bar of a day or more; else empty
 * @param start the moment at which it begins, for a shorter bar; else empty
 * @param open the first price
 * @param high the highest price
 * @param low the lowest price
 * @param close the last price, or the settlement price
 * @param volume the traded volume; empty where it has no meaning, as for MIDPOINT
 * @param average the average price, weighted by volume; empty where it has no meaning
 * @param barCount the number of trades; empty where it has no meaning
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
  private static final long SECONDS_A_DAY = 86_400;

  /** Sessions of futures and currencies that begin at this time or later belong to the next day. */
  private static final LocalTime EVENING = LocalTime.of(17, 0);

  /**
   * The value that a gateway writes where an average has no meaning; a real price can be below 0
   * too.
   */
  private static final BigDecimal NO_AVERAGE = BigDecimal.ONE.negate();

  /**
   * The bars of a gateway's reply, without bars that have no prices or no readable time.
   *
   * @param endDate the end of the reply's range
   * @throws ProtocolException if no bar with prices has a readable time
   */
  static List<HistoricalBar> of(List<Bar> received, String endDate) {
    List<Bar> priced = received.stream().filter(HistoricalBar::hasPrices).toList();
    List<Bar> timed = priced.stream().filter(bar -> fault(bar).isEmpty()).toList();
    if (timed.isEmpty() && !priced.isEmpty()) {
      throw new ProtocolException(fault(priced.get(0)).orElseThrow());
    }
    warnOfMissing(received, endDate, priced, timed);
    Iterator<Instant> starts = starts(timed, endDate).iterator();
    List<HistoricalBar> bars = new ArrayList<>();
    for (Bar bar : timed) {
      bars.add(
          isDay(bar)
              ? of(bar, Optional.of(date(bar.date())), Optional.empty())
              : of(bar, Optional.empty(), Optional.of(starts.next())));
    }
    return bars;
  }

  private static void warnOfMissing(
      List<Bar> received, String endDate, List<Bar> priced, List<Bar> timed) {
    if (timed.size() < received.size()) {
      logger.warn(
          "Of {} bars up to {}, {} are left out because they have no usable price, and {} because"
              + " their time cannot be read{}",
          received.size(),
          endDate,
          received.size() - priced.size(),
          priced.size() - timed.size(),
          priced.stream()
              .flatMap(bar -> fault(bar).stream())
              .findFirst()
              .map(fault -> ": " + fault)
              .orElse(""));
    }
  }

  /** The reason why a bar's time cannot be read; empty if it may be readable. */
  private static Optional<String> fault(Bar bar) {
    if (!isDay(bar)) {
      return BarTimes.fault(bar.date()).map(fault -> "a bar's time cannot be read: " + fault);
    }
    try {
      date(bar.date());
      return Optional.empty();
    } catch (DateTimeException e) {
      return Optional.of("a bar's date is \"" + bar.date() + "\", which is not a date");
    }
  }

  /**
   * This bar as a daily bar, for a request for daily bars. Gateways have written the dates of daily
   * bars as epoch seconds.
   *
   * <p>Midnight in UTC stands for that date. Any other moment is the beginning of a session or of a
   * day in the instrument's time zone. A session that begins in the evening belongs to the next
   * day.
   *
   * @param zone the instrument's time zone
   */
  public HistoricalBar onDay(ZoneId zone) {
    return start.map(moment -> withDate(day(moment, zone))).orElse(this);
  }

  private static LocalDate day(Instant moment, ZoneId zone) {
    if (moment.getEpochSecond() % SECONDS_A_DAY == 0) {
      return LocalDate.ofInstant(moment, ZoneOffset.UTC);
    }
    LocalDateTime local = LocalDateTime.ofInstant(moment, zone);
    return local.toLocalTime().isBefore(EVENING)
        ? local.toLocalDate()
        : local.toLocalDate().plusDays(1);
  }

  private HistoricalBar withDate(LocalDate day) {
    return new HistoricalBar(
        Optional.of(day), Optional.empty(), open, high, low, close, volume, average, barCount);
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
    if (!text.chars().allMatch(HistoricalBar::isDigit)) {
      return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
    }
    // A formatter takes ten times as long, and a backtest reads many bars.
    int number = Integer.parseInt(text);
    return LocalDate.of(number / 10_000, number / 100 % 100, number % 100);
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  private static List<Instant> starts(List<Bar> bars, String endDate) {
    try {
      return BarTimes.read(
          bars.stream().filter(bar -> !isDay(bar)).map(Bar::date).toList(), endDate);
    } catch (DateTimeException e) {
      throw new ProtocolException("a bar's time cannot be read: " + e.getMessage(), e);
    }
  }
}
