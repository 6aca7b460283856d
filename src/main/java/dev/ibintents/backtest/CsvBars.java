package dev.ibintents.backtest;

import dev.ibintents.simulator.market.PricedBar;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Reads daily bars from CSV files as data vendors export them.
 *
 * <p>If a file has adjusted closes, all prices of a bar are scaled by adjusted close ÷ close. So
 * splits and dividends are part of the prices, and a note says so.
 */
final class CsvBars {
  private static final String SUFFIX = ".csv";
  private static final String DATE = "date";
  private static final String OPEN = "open";
  private static final String HIGH = "high";
  private static final String LOW = "low";
  private static final String CLOSE = "close";
  private static final String ADJUSTED = "adjusted close";
  private static final String VOLUME = "volume";
  private static final int PRICE_DECIMALS = 6;

  /** The names of columns in the files of different vendors. */
  private static final Map<String, String> COLUMNS =
      Map.ofEntries(
          Map.entry("date", DATE),
          Map.entry("timestamp", DATE),
          Map.entry("time", DATE),
          Map.entry("open", OPEN),
          Map.entry("high", HIGH),
          Map.entry("low", LOW),
          Map.entry("close", CLOSE),
          Map.entry("close/last", CLOSE),
          Map.entry("adj close", ADJUSTED),
          Map.entry("adj. close", ADJUSTED),
          Map.entry("adj_close", ADJUSTED),
          Map.entry("adjclose", ADJUSTED),
          Map.entry("adjusted close", ADJUSTED),
          Map.entry("adjusted_close", ADJUSTED),
          Map.entry("volume", VOLUME),
          Map.entry("vol", VOLUME));

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ISO_LOCAL_DATE,
          DateTimeFormatter.ofPattern("M/d/yyyy", Locale.US),
          DateTimeFormatter.BASIC_ISO_DATE);

  private final Path file;
  private final Map<String, Integer> columns = new HashMap<>();
  private final TreeMap<LocalDate, PricedBar> bars = new TreeMap<>();
  private int withoutPrices;
  private boolean isAdjusted;

  private CsvBars(Path file) {
    this.file = file;
  }

  /**
   * Reads every file of a folder.
   *
   * @throws BacktestException if the folder has no such file, or a file cannot be read; the message
   *     names the line
   */
  static BarData.Loaded load(Path folder, LocalDate to) {
    Map<String, List<PricedBar>> bars = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    for (Path file : files(folder)) {
      CsvBars csv = new CsvBars(file);
      csv.read();
      String name = file.getFileName().toString();
      bars.put(name.substring(0, name.length() - SUFFIX.length()), List.copyOf(csv.bars.values()));
      notes.addAll(csv.notes());
    }
    return BarsInMemory.load(bars, to, notes);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
      if (files.isEmpty()) {
        throw new BacktestException(
            "the folder " + folder + " has no file such as SPY.csv; put one there for each symbol");
      }
      return files;
    } catch (IOException e) {
      throw new BacktestException("the folder " + folder + " cannot be read: " + e, e);
    }
  }

  private void read() {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty()) {
        throw new BacktestException(file + " is empty; its first line names the columns");
      }
      readNames(fields(lines.get(0)));
      for (int i = 1; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          add(i + 1, fields(lines.get(i)));
        }
      }
    } catch (IOException e) {
      throw new BacktestException(file + " cannot be read: " + e, e);
    }
  }

  private void readNames(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).replace("\uFEFF", "").toLowerCase(Locale.ROOT);
      String column = COLUMNS.get(name);
      if (column != null) {
        columns.putIfAbsent(column, i);
      }
    }
    for (String needed : List.of(DATE, OPEN, HIGH, LOW, CLOSE)) {
      if (!columns.containsKey(needed)) {
        throw new BacktestException(
            "%s has no column %s; its first line is \"%s\""
                .formatted(file, needed, String.join(",", names)));
      }
    }
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    boolean quoted = false;
    for (char letter : line.toCharArray()) {
      if (letter == '"') {
        quoted = !quoted;
      } else if ((letter == ',' || letter == ';') && !quoted) {
        fields.add(field.toString().trim());
        field.setLength(0);
      } else {
        field.append(letter);
      }
    }
    fields.add(field.toString().trim());
    return fields;
  }

  private void add(int line, List<String> fields) {
    LocalDate date = date(line, field(line, fields, DATE));
    if (isMissing(field(line, fields, OPEN)) || isMissing(field(line, fields, CLOSE))) {
      withoutPrices++;
      return;
    }
    BigDecimal close = price(line, fields, CLOSE);
    BigDecimal adjusted =
        columns.containsKey(ADJUSTED) && !isMissing(field(line, fields, ADJUSTED))
            ? price(line, fields, ADJUSTED)
            : close;
    isAdjusted |= adjusted.compareTo(close) != 0;
    PricedBar bar =
        new PricedBar(
            date,
            scaled(price(line, fields, OPEN), adjusted, close),
            scaled(price(line, fields, HIGH), adjusted, close),
            scaled(price(line, fields, LOW), adjusted, close),
            adjusted,
            volume(line, fields));
    if (bars.put(date, bar) != null) {
      throw new BacktestException("%s line %d: a second bar of %s".formatted(file, line, date));
    }
  }

  private static BigDecimal scaled(BigDecimal price, BigDecimal adjusted, BigDecimal close) {
    return adjusted.compareTo(close) == 0
        ? price
        : price.multiply(adjusted).divide(close, PRICE_DECIMALS, RoundingMode.HALF_EVEN);
  }

  private static boolean isMissing(String text) {
    return text.isEmpty() || text.equalsIgnoreCase("null") || text.equalsIgnoreCase("nan");
  }

  private String field(int line, List<String> fields, String column) {
    int place = columns.get(column);
    if (place >= fields.size()) {
      throw new BacktestException(
          "%s line %d has no %s; it has %d columns".formatted(file, line, column, fields.size()));
    }
    return fields.get(place);
  }

  private LocalDate date(int line, String text) {
    String day = text.length() > 10 && text.charAt(4) == '-' ? text.substring(0, 10) : text;
    for (DateTimeFormatter format : DATES) {
      try {
        return LocalDate.parse(day, format);
      } catch (DateTimeException e) {
        continue; // the next format may fit
      }
    }
    throw new BacktestException(
        "%s line %d: \"%s\" is no date such as 2024-03-28 or 3/28/2024"
            .formatted(file, line, text));
  }

  private BigDecimal price(int line, List<String> fields, String column) {
    BigDecimal price = number(line, column, field(line, fields, column));
    if (price.signum() <= 0) {
      throw new BacktestException(
          "%s line %d: %s is %s; a price is above 0".formatted(file, line, column, price));
    }
    return price;
  }

  private BigDecimal volume(int line, List<String> fields) {
    if (!columns.containsKey(VOLUME)) {
      return BigDecimal.ZERO;
    }
    String text = field(line, fields, VOLUME);
    return isMissing(text) ? BigDecimal.ZERO : number(line, VOLUME, text);
  }

  private BigDecimal number(int line, String column, String text) {
    try {
      return new BigDecimal(text.replace("$", "").replace(",", ""));
    } catch (NumberFormatException e) {
      throw new BacktestException(
          "%s line %d: %s is \"%s\"; it must be a number".formatted(file, line, column, text), e);
    }
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    String name = file.getFileName().toString();
    if (isAdjusted) {
      notes.add(
          name
              + ": prices are adjusted for splits and dividends, by the column adjusted close;"
              + " share counts and commissions are those of adjusted prices");
    } else if (!columns.containsKey(ADJUSTED)) {
      notes.add(
          name
              + ": no adjusted closes; dividends are left out, and a split shows as a fall of the"
              + " price unless the file is adjusted for splits");
    }
    if (withoutPrices > 0) {
      notes.add(name + ": " + withoutPrices + " lines without prices are left out");
    }
    if (!columns.containsKey(VOLUME)) {
      notes.add(name + ": no volumes");
    }
    return notes;
  }
}
