package dev.ibintents.marketdata;

import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Bars as the columns of a document: {@code date} (ISO-8601) or {@code start} (epoch seconds),
 * {@code open}, {@code high}, {@code low}, {@code close}, {@code volume}, {@code average} and
 * {@code barCount}, each a list with one value for each bar.
 *
 * <p>Decimals are exact, as everywhere in the store: whole numbers are integers, fractions are
 * decimal text. Zeros at the end are not kept, so a bar is read back in its {@link #canonical}
 * form. A column without any value is left out.
 */
public final class BarColumns {
  private static final String DATE = "date";
  private static final String START = "start";
  private static final String OPEN = "open";
  private static final String HIGH = "high";
  private static final String LOW = "low";
  private static final String CLOSE = "close";
  private static final String VOLUME = "volume";
  private static final String AVERAGE = "average";
  private static final String BAR_COUNT = "barCount";

  private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,1000}(\\.\\d{1,1000})?");
  private static final Pattern ISO_DATE = Pattern.compile("\\d{4}-\\d\\d-\\d\\d");

  /** The bound on times: far beyond any market, and within the range of {@link Instant}. */
  private static final long MOST_SECONDS = 1_000_000_000_000L;

  private static final int BYTES_OF_A_NUMBER = 8;
  private static final int NUMBERS_OF_A_BAR = 3;

  private final Document chunk;

  private BarColumns(Document chunk) {
    this.chunk = chunk;
  }

  /** The fields of a chunk, from at least one bar. */
  static Map<String, Object> fields(List<HistoricalBar> bars) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("first", BarTime.of(bars.get(0)).toString());
    fields.put("last", BarTime.of(bars.get(bars.size() - 1)).toString());
    if (bars.get(0).date().isPresent()) {
      fields.put(DATE, column(bars, bar -> bar.date().orElseThrow().toString()));
    } else {
      fields.put(START, column(bars, bar -> bar.start().orElseThrow().getEpochSecond()));
    }
    fields.put(OPEN, column(bars, HistoricalBar::open));
    fields.put(HIGH, column(bars, HistoricalBar::high));
    fields.put(LOW, column(bars, HistoricalBar::low));
    fields.put(CLOSE, column(bars, HistoricalBar::close));
    putIfAny(fields, VOLUME, bars, HistoricalBar::volume);
    putIfAny(fields, AVERAGE, bars, HistoricalBar::average);
    putIfAny(fields, BAR_COUNT, bars, HistoricalBar::barCount);
    return fields;
  }

  private static List<Object> column(
      List<HistoricalBar> bars, Function<HistoricalBar, Object> value) {
    List<Object> column = new ArrayList<>(bars.size());
    bars.forEach(bar -> column.add(value.apply(bar)));
    return column;
  }

  private static <T> void putIfAny(
      Map<String, Object> fields,
      String name,
      List<HistoricalBar> bars,
      Function<HistoricalBar, Optional<T>> value) {
    if (bars.stream().anyMatch(bar -> value.apply(bar).isPresent())) {
      fields.put(name, column(bars, bar -> value.apply(bar).orElse(null)));
    }
  }

  /**
   * The bars of a chunk.
   *
   * @param isDay whether the bars have dates
   * @throws FieldException if the document is no chunk, or its columns do not fit together
   */
  static List<HistoricalBar> bars(Document chunk, boolean isDay) {
    return new BarColumns(chunk).read(isDay);
  }

  private List<HistoricalBar> read(boolean isDay) {
    List<Object> times = chunk.list(isDay ? DATE : START);
    int count = times.size();
    List<Object> opens = column(OPEN, count);
    List<Object> highs = column(HIGH, count);
    List<Object> lows = column(LOW, count);
    List<Object> closes = column(CLOSE, count);
    List<Object> volumes = optionalColumn(VOLUME, count);
    List<Object> averages = optionalColumn(AVERAGE, count);
    List<Object> barCounts = optionalColumn(BAR_COUNT, count);
    List<HistoricalBar> bars = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      bars.add(
          new HistoricalBar(
              isDay ? Optional.of(date(times.get(i))) : Optional.empty(),
              isDay ? Optional.empty() : Optional.of(start(times.get(i))),
              decimal(OPEN, opens.get(i)),
              decimal(HIGH, highs.get(i)),
              decimal(LOW, lows.get(i)),
              decimal(CLOSE, closes.get(i)),
              optionalDecimal(VOLUME, volumes, i),
              optionalDecimal(AVERAGE, averages, i),
              optionalDecimal(BAR_COUNT, barCounts, i).map(this::whole)));
    }
    return bars;
  }

  private List<Object> column(String name, int count) {
    List<Object> column = chunk.list(name);
    if (column.size() != count) {
      throw new FieldException(
          "%s: its column %s has %d values for %d bars"
              .formatted(chunk.path(), name, column.size(), count));
    }
    return column;
  }

  private List<Object> optionalColumn(String name, int count) {
    return chunk.has(name) ? column(name, count) : List.of();
  }

  private LocalDate date(Object value) {
    if (value instanceof String text && ISO_DATE.matcher(text).matches()) {
      try {
        return LocalDate.parse(text);
      } catch (DateTimeException e) {
        throw wrong(DATE, value, "a day of the calendar");
      }
    }
    throw wrong(DATE, value, "a date such as 2026-11-20");
  }

  private Instant start(Object value) {
    if (value instanceof Long seconds && Math.abs(seconds) <= MOST_SECONDS) {
      return Instant.ofEpochSecond(seconds);
    }
    throw wrong(START, value, "epoch seconds");
  }

  private Optional<BigDecimal> optionalDecimal(String name, List<Object> column, int index) {
    return column.isEmpty() || column.get(index) == null
        ? Optional.empty()
        : Optional.of(decimal(name, column.get(index)));
  }

  private BigDecimal decimal(String name, Object value) {
    if (value instanceof Long whole) {
      return BigDecimal.valueOf(whole);
    }
    if (value instanceof String text && DECIMAL.matcher(text).matches()) {
      return new BigDecimal(text);
    }
    throw wrong(name, value, "an exact decimal");
  }

  private int whole(BigDecimal value) {
    try {
      return value.intValueExact();
    } catch (ArithmeticException e) {
      throw wrong(BAR_COUNT, value.toPlainString(), "a whole number");
    }
  }

  private FieldException wrong(String name, Object value, String expected) {
    return new FieldException(
        "%s: its column %s holds %s; it must hold %s"
            .formatted(chunk.path(), name, value, expected));
  }

  /** A bar as it is read back from the store. */
  public static HistoricalBar canonical(HistoricalBar bar) {
    return new HistoricalBar(
        bar.date(),
        bar.start(),
        canonical(bar.open()),
        canonical(bar.high()),
        canonical(bar.low()),
        canonical(bar.close()),
        bar.volume().map(BarColumns::canonical),
        bar.average().map(BarColumns::canonical),
        bar.barCount());
  }

  private static BigDecimal canonical(BigDecimal decimal) {
    BigDecimal stripped = decimal.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }

  /** The approximate size of a bar in a document, by the store's rules for sizes. */
  static int bytes(HistoricalBar bar) {
    return NUMBERS_OF_A_BAR * BYTES_OF_A_NUMBER
        + bytes(bar.open())
        + bytes(bar.high())
        + bytes(bar.low())
        + bytes(bar.close())
        + bar.volume().map(BarColumns::bytes).orElse(1)
        + bar.average().map(BarColumns::bytes).orElse(1);
  }

  private static int bytes(BigDecimal decimal) {
    return Math.max(BYTES_OF_A_NUMBER, decimal.precision() + Math.abs(decimal.scale()) + 3);
  }
}
