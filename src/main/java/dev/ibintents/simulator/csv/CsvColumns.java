package dev.ibintents.simulator.csv;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The columns of a CSV file, by their names in its first line. */
final class CsvColumns {
  static final String DATE = "date";
  static final String OPEN = "open";
  static final String HIGH = "high";
  static final String LOW = "low";
  static final String CLOSE = "close";
  static final String ADJUSTED = "adjusted close";
  static final String VOLUME = "volume";
  static final String DIVIDEND = "dividend";
  static final String SPLIT = "split";

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

  private final Map<String, Integer> places = new HashMap<>();

  /**
   * Finds the columns. Unknown names are left out.
   *
   * @param names the first line of the file
   * @throws CsvException if a needed column is missing
   */
  CsvColumns(Path file, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i).replace("\uFEFF", "").toLowerCase(Locale.ROOT);
      String column = COLUMNS.get(name);
      if (column != null) {
        places.putIfAbsent(column, i);
      }
    }
    for (String needed : List.of(DATE, OPEN, HIGH, LOW, CLOSE)) {
      if (!places.containsKey(needed)) {
        throw new CsvException(
            "%s has no column %s; its first line is \"%s\""
                .formatted(file, needed, String.join(",", names)));
      }
    }
  }

  boolean has(String column) {
    return places.containsKey(column);
  }

  /** The number of a column that the file has; the first one is 0. */
  int place(String column) {
    return places.get(column);
  }
}
