package dev.ibintents.ibapi;

import dev.ibintents.ibapi.message.Bar;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

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
 */
public record HistoricalBar(
    Optional<LocalDate> date,
    Optional<Instant> start,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    Optional<BigDecimal> volume) {

  private static final int DATE_LENGTH = 8;

  /** Whether the gateway has prices for a bar; it writes bars without any, too. */
  static boolean hasPrices(Bar bar) {
    return bar.open() != null && bar.high() != null && bar.low() != null && bar.close() != null;
  }

  /**
   * The bar that the gateway means.
   *
   * @throws ProtocolException if its time is none that is understood
   */
  static HistoricalBar of(Bar bar) {
    boolean isDay = bar.date().length() == DATE_LENGTH;
    return new HistoricalBar(
        isDay ? Optional.of(date(bar.date())) : Optional.empty(),
        isDay ? Optional.empty() : Optional.of(start(bar.date())),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        Optional.ofNullable(bar.volume()).filter(volume -> volume.signum() >= 0));
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE);
    } catch (DateTimeException e) {
      throw new ProtocolException("a bar's date is \"" + text + "\", which is no date", e);
    }
  }

  private static Instant start(String text) {
    return GatewayTime.absolute(text)
        .orElseThrow(
            () -> new ProtocolException("a bar's time is \"" + text + "\", which is no instant"));
  }
}
