package dev.ibintents.simulator.market;

import dev.ibintents.simulator.market.TradingHours.Hours;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** The daily bars of one instrument, with the moments at which its sessions open and close. */
final class BarPrices {
  private final Instrument instrument;
  private final List<PricedBar> bars;
  private final long[] dates;
  private final long[] opens;
  private final long[] closes;

  /**
   * @param bars the bars, the oldest first
   * @throws IllegalArgumentException if they are not in the order of time
   */
  BarPrices(Instrument instrument, Collection<PricedBar> bars) {
    this.instrument = instrument;
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
    return isOver(place, moment) ? bars.get(place).close() : bars.get(place).open();
  }

  /** Whether the session of a bar is over at a moment. */
  boolean isOver(int place, Instant moment) {
    return closes[place] <= moment.getEpochSecond();
  }
}
