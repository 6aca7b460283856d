package dev.ibintents.simulator.csv;

import static dev.ibintents.simulator.csv.CsvColumns.ADJUSTED;
import static dev.ibintents.simulator.csv.CsvColumns.CLOSE;
import static dev.ibintents.simulator.csv.CsvColumns.DATE;
import static dev.ibintents.simulator.csv.CsvColumns.DIVIDEND;
import static dev.ibintents.simulator.csv.CsvColumns.HIGH;
import static dev.ibintents.simulator.csv.CsvColumns.LOW;
import static dev.ibintents.simulator.csv.CsvColumns.OPEN;
import static dev.ibintents.simulator.csv.CsvColumns.SPLIT;
import static dev.ibintents.simulator.csv.CsvColumns.VOLUME;

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
public final class CsvBars {
  private static final String SUFFIX = ".csv";
  private static final int PRICE_DECIMALS = 6;
  private static final MathContext SPLIT_PRECISION = MathContext.DECIMAL32;

  private static final List<DateTimeFormatter> DATES =
      List.of(
          DateTimeFormatter.ISO_LOCAL_DATE,
          DateTimeFormatter.ofPattern("M/d/yyyy", Locale.US),
          DateTimeFormatter.BASIC_ISO_DATE);

  private final Path file;
  private CsvColumns columns;
  private final TreeMap<LocalDate, PricedBar> bars = new TreeMap<>();
  private int withoutPrices;
  private boolean isAdjusted;
  private final TreeMap<LocalDate, Payment> payments = new TreeMap<>();
  private final List<Payment> counted = new ArrayList<>();
  private final List<LocalDate> containedSplits = new ArrayList<>();

  private CsvBars(Path file) {
    this.file = file;
  }

  /** The dividend and the split of a day, for one share. */
  public record Payment(LocalDate exDate, BigDecimal dividend, BigDecimal split) {}

  /**
   * Reads every file of a folder, in the sequence of the names.
   *
   * @throws CsvException if the folder has no such file, or a file cannot be read; the message
   *     names the line
   */
  public static List<CsvBars> folder(Path folder) {
    return files(folder).stream().map(CsvBars::file).toList();
  }

  /**
   * Reads one file.
   *
   * @throws CsvException if the file cannot be read; the message names the line
   */
  public static CsvBars file(Path file) {
    CsvBars csv = new CsvBars(file);
    csv.read();
    return csv;
  }

  /** The symbol that the file is named after. */
  public String symbol() {
    String name = file.getFileName().toString();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  /** The bars, the oldest first. */
  public List<PricedBar> bars() {
    return List.copyOf(bars.values());
  }

  /** The dividends, and the splits that the prices do not contain, the earliest first. */
  public List<Payment> payments() {
    return List.copyOf(counted);
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> files =
          entries.filter(file -> file.getFileName().toString().endsWith(SUFFIX)).sorted().toList();
      if (files.isEmpty()) {
        throw new CsvException(
            "the folder " + folder + " has no file such as SPY.csv; put one there for each symbol");
      }
      return files;
    } catch (IOException e) {
      throw new CsvException("the folder " + folder + " cannot be read: " + e, e);
    }
  }

  private void read() {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty()) {
        throw new CsvException(file + " is empty; its first line names the columns");
      }
      columns = new CsvColumns(file, fields(lines.get(0)));
      for (int i = 1; i < lines.size(); i++) {
        if (!lines.get(i).isBlank()) {
          add(i + 1, fields(lines.get(i)));
        }
      }
      if (bars.isEmpty()) {
        throw new CsvException(file + " has no line with prices");
      }
      countPayments();
    } catch (IOException e) {
      throw new CsvException(file + " cannot be read: " + e, e);
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
      throw new CsvException("%s line %d: a second bar of %s".formatted(file, line, date));
    }
  }

  /**
   * Whether prices are scaled to the adjusted close. If dividends are paid in cash, they are not.
   */
  private boolean usesAdjusted() {
    return columns.has(ADJUSTED) && !columns.has(DIVIDEND);
  }

  private void addPayment(LocalDate exDate, BigDecimal dividend, BigDecimal split) {
    if (dividend.signum() != 0 || split.compareTo(BigDecimal.ONE) != 0) {
      payments.put(exDate, new Payment(exDate, dividend, split));
    }
  }

  /** An amount that is 0 or above; 0 if there is none. */
  private BigDecimal amount(int line, List<String> fields, String column) {
    if (!columns.has(column) || isMissing(field(line, fields, column))) {
      return BigDecimal.ZERO;
    }
    return notNegative(line, column, number(line, column, field(line, fields, column)));
  }

  private BigDecimal notNegative(int line, String column, BigDecimal amount) {
    if (amount.signum() < 0) {
      throw new CsvException(
          "%s line %d: %s is %s; it must be 0 or above"
              .formatted(file, line, column, amount.toPlainString()));
    }
    return amount;
  }

  /** The shares that one share becomes, given as a number or as a ratio such as 4:1. */
  private BigDecimal split(int line, List<String> fields) {
    if (!columns.has(SPLIT)) {
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
      throw new CsvException(
          "%s line %d: %s is a ratio to %s; it must be above 0"
              .formatted(file, line, SPLIT, amount.toPlainString()));
    }
    return amount;
  }

  /** Counts the dividends, and the splits that the prices do not contain. */
  private void countPayments() {
    for (Payment payment : payments.values()) {
      boolean isSplit = payment.split().compareTo(BigDecimal.ONE) != 0 && !usesAdjusted();
      boolean isContained = isSplit && isContained(payment);
      if (isContained) {
        containedSplits.add(payment.exDate());
      }
      BigDecimal split = isSplit && !isContained ? payment.split() : BigDecimal.ONE;
      if (payment.dividend().signum() != 0 || split.compareTo(BigDecimal.ONE) != 0) {
        counted.add(new Payment(payment.exDate(), payment.dividend(), split));
      }
    }
  }

  /** Whether the prices before a split are in shares of after it. */
  private boolean isContained(Payment payment) {
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
    int place = columns.place(column);
    if (place >= fields.size()) {
      throw new CsvException(
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
    throw new CsvException(
        "%s line %d: \"%s\" is no date such as 2024-03-28 or 3/28/2024"
            .formatted(file, line, text));
  }

  private BigDecimal price(int line, List<String> fields, String column) {
    BigDecimal price = number(line, column, field(line, fields, column));
    if (price.signum() <= 0) {
      throw new CsvException(
          "%s line %d: %s is %s; a price is above 0".formatted(file, line, column, price));
    }
    return price;
  }

  private BigDecimal volume(int line, List<String> fields) {
    if (!columns.has(VOLUME)) {
      return BigDecimal.ZERO;
    }
    String text = field(line, fields, VOLUME);
    return isMissing(text) ? BigDecimal.ZERO : number(line, VOLUME, text);
  }

  private BigDecimal number(int line, String column, String text) {
    try {
      return new BigDecimal(text.replace("$", "").replace(",", ""));
    } catch (NumberFormatException e) {
      throw new CsvException(
          "%s line %d: %s is \"%s\"; it must be a number".formatted(file, line, column, text), e);
    }
  }

  /** Remarks about the data for people. */
  public List<String> notes() {
    List<String> notes = new ArrayList<>();
    String name = file.getFileName().toString();
    if (columns.has(DIVIDEND)) {
      notes.add(
          name
              + ": dividends are paid in cash on the ex-date"
              + (columns.has(ADJUSTED) ? "; the column adjusted close is not used" : "")
              + "; closes must not be adjusted for dividends");
    } else if (isAdjusted) {
      notes.add(
          name
              + ": prices are adjusted for splits and dividends, by the column adjusted close;"
              + " share counts and commissions are those of adjusted prices");
    } else if (!columns.has(ADJUSTED)) {
      notes.add(
          name
              + ": no adjusted closes; dividends are left out"
              + (columns.has(SPLIT)
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
    if (!columns.has(VOLUME)) {
      notes.add(name + ": no volumes");
    }
    return notes;
  }
}
