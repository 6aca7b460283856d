package dev.ibintents.ibapi;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The length of a bar, in the words of the TWS API ("Historical Bar Sizes").
 *
 * <p>Weeks and months are missing. Their last bar changes its date from day to day, and daily bars
 * can be summed up to them.
 */
public enum BarSize {
  /** One second. */
  SECOND("1 secs", 1),
  /** 5 seconds. */
  SECONDS_5("5 secs", 5),
  /** 10 seconds. */
  SECONDS_10("10 secs", 10),
  /** 15 seconds. */
  SECONDS_15("15 secs", 15),
  /** 30 seconds. */
  SECONDS_30("30 secs", 30),
  /** One minute. */
  MINUTE("1 min", 60),
  /** 2 minutes. */
  MINUTES_2("2 mins", 120),
  /** 3 minutes. */
  MINUTES_3("3 mins", 180),
  /** 5 minutes. */
  MINUTES_5("5 mins", 300),
  /** 10 minutes. */
  MINUTES_10("10 mins", 600),
  /** 15 minutes. */
  MINUTES_15("15 mins", 900),
  /** 20 minutes. */
  MINUTES_20("20 mins", 1200),
  /** 30 minutes. */
  MINUTES_30("30 mins", 1800),
  /** One hour. */
  HOUR("1 hour", 3600),
  /** 2 hours. */
  HOURS_2("2 hours", 7200),
  /** 3 hours. */
  HOURS_3("3 hours", 10_800),
  /** 4 hours. */
  HOURS_4("4 hours", 14_400),
  /** 8 hours. */
  HOURS_8("8 hours", 28_800),
  /** One day of trading. */
  DAY("1 day", 86_400);

  private static final int LONGEST_SHORT = 30;

  private final String words;
  private final int seconds;

  BarSize(String words, int seconds) {
    this.words = words;
    this.seconds = seconds;
  }

  /** The size with these words; empty if there is none. */
  public static Optional<BarSize> of(String words) {
    return Arrays.stream(values()).filter(size -> size.words.equals(words)).findFirst();
  }

  /** The words of all sizes, the shortest first. */
  public static List<String> allWords() {
    return Arrays.stream(values()).map(BarSize::words).toList();
  }

  /** The name in a request, such as {@code 5 mins}. */
  public String words() {
    return words;
  }

  /** The length of such a bar; the first bar of a session may be shorter. */
  public Duration length() {
    return Duration.ofSeconds(seconds);
  }

  /** Whether such bars carry a date instead of the moment at which they begin. */
  public boolean isDay() {
    return this == DAY;
  }

  /** Whether the hard limits on historical requests apply: to bars of up to 30 seconds. */
  public boolean isShort() {
    return seconds <= LONGEST_SHORT;
  }

  @Override
  public String toString() {
    return words;
  }
}
