package dev.ibintents.backtest.grid;

import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;

/**
 * A choice of values.
 *
 * @param number its number, from 1
 * @param values the values by the names of their parameters, as people write them
 * @param documents the fields of the strategies' documents that have these values, by id
 */
public record GridPoint(
    int number, SortedMap<String, String> values, Map<String, Map<String, Object>> documents) {
  /** The values, such as {@code macd.fast=8 macd.slow=21}. */
  public String words() {
    return words(values);
  }

  static String words(SortedMap<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + value.getValue())
        .collect(Collectors.joining(" "));
  }
}
