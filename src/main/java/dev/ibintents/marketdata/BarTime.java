package dev.ibintents.marketdata;

import dev.ibintents.ibapi.HistoricalBar;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * The time of a bar: the date for a bar of a day, the beginning for a shorter bar. All times of a
 * series are of the same kind, and only those can be compared.
 *
 * @param value days since 1970-01-01, or seconds since then in UTC
 * @param isDate whether it is a date
 */
public record BarTime(long value, boolean isDate) implements Comparable<BarTime> {

  /** The date of a bar of a day. */
  public static BarTime of(LocalDate date) {
    return new BarTime(date.toEpochDay(), true);
  }

  /** The beginning of a shorter bar, in whole seconds. */
  public static BarTime of(Instant start) {
    return new BarTime(start.getEpochSecond(), false);
  }

  /** The time of a bar. */
  public static BarTime of(HistoricalBar bar) {
    return bar.date().map(BarTime::of).orElseGet(() -> of(bar.start().orElseThrow()));
  }

  /**
   * Reads the text that {@link #toString} writes.
   *
   * @throws DateTimeException if the text is anything else
   */
  static BarTime parse(String text) {
    return text.indexOf('T') < 0 ? of(LocalDate.parse(text)) : of(Instant.parse(text));
  }

  /** The date, for a bar of a day. */
  public LocalDate date() {
    if (!isDate) {
      throw new IllegalStateException(this + " is no date");
    }
    return LocalDate.ofEpochDay(value);
  }

  /** The moment, for a shorter bar. */
  public Instant start() {
    if (isDate) {
      throw new IllegalStateException(this + " is no moment");
    }
    return Instant.ofEpochSecond(value);
  }

  /** The day of this time in a time zone. */
  public LocalDate day(ZoneId zone) {
    return isDate ? date() : start().atZone(zone).toLocalDate();
  }

  /** The moment of this time; for a date, the beginning of the day in a time zone. */
  public Instant beginning(ZoneId zone) {
    return isDate ? date().atStartOfDay(zone).toInstant() : start();
  }

  @Override
  public int compareTo(BarTime other) {
    if (isDate != other.isDate) {
      throw new IllegalArgumentException(this + " and " + other + " are of different kinds");
    }
    return Long.compare(value, other.value);
  }

  /** A time later by a length, in whole days or seconds; earlier if it is negative. */
  public BarTime plus(Duration length) {
    return new BarTime(value + (isDate ? length.toDays() : length.toSeconds()), isDate);
  }

  public boolean isBefore(BarTime other) {
    return compareTo(other) < 0;
  }

  public boolean isAfter(BarTime other) {
    return compareTo(other) > 0;
  }

  /** The earlier of two times. */
  public BarTime orEarlier(BarTime other) {
    return other.isBefore(this) ? other : this;
  }

  /** The later of two times. */
  public BarTime orLater(BarTime other) {
    return other.isAfter(this) ? other : this;
  }

  /** The time in ISO-8601: {@code 2026-11-20}, or {@code 2026-11-20T14:30:00Z}. */
  @Override
  public String toString() {
    return isDate ? date().toString() : start().toString();
  }
}
