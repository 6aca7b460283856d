package dev.ibintents.simulator.market;

import dev.ibintents.simulator.market.TradingHours.Hours;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;

/** The daily bars of one instrument, with the moments at which its sessions open and close. */
final class BarPrices {
  private static final int PRICE_DECIMALS = 6;

  private final Instrument instrument;
  private final List<PricedBar> bars;
  private final SortedMap<LocalDate, BigDecimal> splits;
  private final long[] dates;
  private final long[] opens;
  private final long[] closes;

  /**
   * @param bars the bars, the oldest first
   * @param splits the shares that one share becomes, by the first day after it; prices of bars do
   *     not contain them
   * @throws IllegalArgumentException if they are not in the order of time
   */
  BarPrices(
      Instrument instrument, Collection<PricedBar> bars, SortedMap<LocalDate, BigDecimal> splits) {
    this.instrument = instrument;
    this.splits = splits;
    this.bars = List.copyOf(bars);
    int count = this.bars.size();
    dates = new long[count];
    opens = new long[count];
    closes = new long[count];
    MarketCalendar calendar = MarketCalendar.of(instrument);
    for (int i = 0; i < count; i++) {
      LocalDate date = this.bars.get(i).date();
      Hours session = calendar.on(date, true);
      dates[i] = date.toEpochDay();
      opens[i] = session.from().getEpochSecond();
      closes[i] = session.to().getEpochSecond();
      if (i > 0 && dates[i] <= dates[i - 1]) {
        throw new IllegalArgumentException(
            "the bar of %s of %s comes after that of %s; bars are given in the order of time"
                .formatted(instrument.symbol(), date, this.bars.get(i - 1).date()));
      }
    }
  }

  Instrument instrument() {
    return instrument;
  }

  int size() {
    return bars.size();
  }

  PricedBar bar(int place) {
    return bars.get(place);
  }

  Instant open(int place) {
    return Instant.ofEpochSecond(opens[place]);
  }

  Instant close(int place) {
    return Instant.ofEpochSecond(closes[place]);
  }

  /** The last bar whose session has begun by a moment; −1 if there is none. */
  int begun(Instant moment) {
    return lastUpTo(opens, moment.getEpochSecond());
  }

  /** The last bar whose session is over at a moment; −1 if there is none. */
  int ended(Instant moment) {
    return lastUpTo(closes, moment.getEpochSecond());
  }

  /** The last bar of a date or before it; −1 if there is none. */
  int on(LocalDate date) {
    return lastUpTo(dates, date.toEpochDay());
  }

  private static int lastUpTo(long[] sorted, long value) {
    int found = Arrays.binarySearch(sorted, value);
    return found >= 0 ? found : -found - 2;
  }

  /** The last price that is known at a moment: an open or a close; null if there is none. */
  BigDecimal known(Instant moment) {
    int place = begun(moment);
    if (place < 0) {
      return null;
    }
    PricedBar bar = bars.get(place);
    return scaled(isOver(place, moment) ? bar.close() : bar.open(), place, moment);
  }

  /** A price of a bar in the shares of a later moment, between which splits may lie. */
  BigDecimal scaled(BigDecimal price, int place, Instant moment) {
    if (splits.isEmpty()) {
      return price;
    }
    BigDecimal factor = splitBetween(place, moment);
    return factor.compareTo(BigDecimal.ONE) == 0
        ? price
        : price.divide(factor, PRICE_DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** The shares that a share of a bar has become by a moment. */
  BigDecimal splitBetween(int place, Instant moment) {
    LocalDate after = bars.get(place).date().plusDays(1);
    LocalDate today = moment.atZone(TradingDay.NEW_YORK).toLocalDate();
    return after.isAfter(today)
        ? BigDecimal.ONE
        : splits.subMap(after, today.plusDays(1)).values().stream()
            .reduce(BigDecimal.ONE, BigDecimal::multiply);
  }

  /** Whether the session of a bar is over at a moment. */
  boolean isOver(int place, Instant moment) {
    return closes[place] <= moment.getEpochSecond();
  }
}
