package dev.ibintents.backtest;

import dev.ibintents.simulator.market.PricedBar;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
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
 * <p>If a file has dividends, they are paid in cash, and the prices are taken as they are. Else, if
 * it has adjusted closes, all prices of a bar are scaled by adjusted close ÷ close. So splits and
 * dividends are part of the prices. A note says which.
 *
 * <p>Some vendors give splits beside prices that contain them already. A split counts only if the
 * price of its day is nearer to a fall by the split than to none.
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
  private static final String DIVIDEND = "dividend";
  private static final String SPLIT = "split";
  private static final int PRICE_DECIMALS = 6;
  private static final MathContext SPLIT_PRECISION = MathContext.DECIMAL32;

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
          Map.entry("vol", VOLUME),
          Map.entry("dividends", DIVIDEND),
          Map.entry("dividend", DIVIDEND),
          Map.entry("divcash", DIVIDEND),
          Map.entry("dividend amount", DIVIDEND),
          Map.entry("dividend_amount", DIVIDEND),
          Map.entry("stock splits", SPLIT),
          Map.entry("splits", SPLIT),
          Map.entry("split", SPLIT),
          Map.entry("splitfactor", SPLIT),
          Map.entry("split factor", SPLIT),
          Map.entry("split coefficient", SPLIT),
          Map.entry("split_coefficient", SPLIT));

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
  private final TreeMap<LocalDate, BarsInMemory.Payment> payments = new TreeMap<>();
  private final List<BarsInMemory.Payment> counted = new ArrayList<>();
  private final List<LocalDate> containedSplits = new ArrayList<>();

  private CsvBars(Path file) {
    this.file = file;
  }

  /**
   * Reads files, each with the bars of one symbol.
   *
   * @throws BacktestException if a file cannot be read; the message names the line
   */
  static BarData.Loaded load(List<Path> files, LocalDate to) {
    Map<String, List<PricedBar>> bars = new TreeMap<>();
    Map<String, List<BarsInMemory.Payment>> payments = new TreeMap<>();
    List<String> notes = new ArrayList<>();
    for (Path file : files) {
      CsvBars csv = new CsvBars(file);
      csv.read();
      String name = file.getFileName().toString();
      String symbol =
          name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
      bars.put(symbol, List.copyOf(csv.bars.values()));
      payments.put(symbol, List.copyOf(csv.counted));
      notes.addAll(csv.notes());
    }
    return BarsInMemory.load(bars, payments, to, notes);
  }

  /**
   * The files of a folder, sorted by name.
   *
   * @throws BacktestException if the folder has no such file
   */
  static List<Path> files(Path folder) {
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
      countPayments();
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
    addPayment(date, amount(line, fields, DIVIDEND), split(line, fields));
    if (isMissing(field(line, fields, OPEN)) || isMissing(field(line, fields, CLOSE))) {
      withoutPrices++;
      return;
    }
    BigDecimal close = price(line, fields, CLOSE);
    BigDecimal adjusted =
        usesAdjusted() && !isMissing(field(line, fields, ADJUSTED))
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

  /**
   * Whether prices are scaled to the adjusted close. If dividends are paid in cash, they are not.
   */
  private boolean usesAdjusted() {
    return columns.containsKey(ADJUSTED) && !columns.containsKey(DIVIDEND);
  }

  private void addPayment(LocalDate exDate, BigDecimal dividend, BigDecimal split) {
    if (dividend.signum() != 0 || split.compareTo(BigDecimal.ONE) != 0) {
      payments.put(exDate, new BarsInMemory.Payment(exDate, dividend, split));
    }
  }

  /** An amount that is 0 or above; 0 if there is none. */
  private BigDecimal amount(int line, List<String> fields, String column) {
    if (!columns.containsKey(column) || isMissing(field(line, fields, column))) {
      return BigDecimal.ZERO;
    }
    return notNegative(line, column, number(line, column, field(line, fields, column)));
  }

  private BigDecimal notNegative(int line, String column, BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new BacktestException(
          "%s line %d: %s is %s; it must be 0 or above"
              .formatted(file, line, column, amount.toPlainString()));
    }
    return amount;
  }

  /** The shares that one share becomes, given as a number or as a ratio such as 4:1. */
  private BigDecimal split(int line, List<String> fields) {
    if (!columns.containsKey(SPLIT)) {
      return BigDecimal.ONE;
    }
    String text = field(line, fields, SPLIT);
    String[] ratio = text.split("[:/]", 2);
    BigDecimal split =
        ratio.length == 1
            ? amount(line, fields, SPLIT)
            : notNegative(line, SPLIT, number(line, SPLIT, ratio[0].trim()))
                .divide(positive(line, number(line, SPLIT, ratio[1].trim())), SPLIT_PRECISION);
    return split.signum() == 0 ? BigDecimal.ONE : split;
  }

  private BigDecimal positive(int line, BigDecimal amount) {
    if (amount.signum() <= 0) {
      throw new BacktestException(
          "%s line %d: %s is a ratio to %s; it must be above 0"
              .formatted(file, line, SPLIT, amount.toPlainString()));
    }
    return amount;
  }

  /** Counts the dividends, and the splits that the prices do not contain. */
  private void countPayments() {
    for (BarsInMemory.Payment payment : payments.values()) {
      boolean isSplit = payment.split().compareTo(BigDecimal.ONE) != 0 && !usesAdjusted();
      boolean isContained = isSplit && isContained(payment);
      if (isContained) {
        containedSplits.add(payment.exDate());
      }
      BigDecimal split = isSplit && !isContained ? payment.split() : BigDecimal.ONE;
      if (payment.dividend().signum() != 0 || split.compareTo(BigDecimal.ONE) != 0) {
        counted.add(new BarsInMemory.Payment(payment.exDate(), payment.dividend(), split));
      }
    }
  }

  /** Whether the prices before a split are in shares of after it. */
  private boolean isContained(BarsInMemory.Payment payment) {
    Map.Entry<LocalDate, PricedBar> before = bars.lowerEntry(payment.exDate());
    Map.Entry<LocalDate, PricedBar> after = bars.ceilingEntry(payment.exDate());
    if (before == null || after == null) {
      return true; // nobody has held it
    }
    double change =
        Math.log(after.getValue().open().doubleValue() / before.getValue().close().doubleValue());
    return Math.abs(change) <= Math.abs(change + Math.log(payment.split().doubleValue()));
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
    if (columns.containsKey(DIVIDEND)) {
      notes.add(
          name
              + ": dividends are paid in cash on the ex-date"
              + (columns.containsKey(ADJUSTED) ? "; the column adjusted close is not used" : "")
              + "; closes must not be adjusted for dividends");
    } else if (isAdjusted) {
      notes.add(
          name
              + ": prices are adjusted for splits and dividends, by the column adjusted close;"
              + " share counts and commissions are those of adjusted prices");
    } else if (!columns.containsKey(ADJUSTED)) {
      notes.add(
          name
              + ": no adjusted closes; dividends are left out"
              + (columns.containsKey(SPLIT)
                  ? ""
                  : ", and a split shows as a fall of the price unless the file is adjusted for"
                      + " splits"));
    }
    counted.stream()
        .filter(payment -> payment.split().compareTo(BigDecimal.ONE) != 0)
        .forEach(
            payment ->
                notes.add(
                    "%s: the split of %s makes %s of 1 share"
                        .formatted(
                            name,
                            payment.exDate(),
                            payment.split().stripTrailingZeros().toPlainString())));
    if (!containedSplits.isEmpty()) {
      notes.add(name + ": the prices contain the splits of " + containedSplits + " already");
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
