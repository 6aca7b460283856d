package dev.ibintents.trading.performance;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Columns with one element for each interval; {@code null} where there is nothing. */
final class Columns {
  private Columns() {}

  /** The returns of the intervals that have one. */
  static DailyReturns daily(LocalDate since, List<LocalDate> days, List<Double> returns) {
    List<DayReturn> daily = new ArrayList<>(days.size());
    LocalDate begin = since;
    for (int i = 0; i < days.size(); i++) {
      if (returns.get(i) != null) {
        daily.add(new DayReturn(days.get(i), returns.get(i)));
      } else if (daily.isEmpty()) {
        begin = days.get(i);
      }
    }
    return new DailyReturns(begin, daily);
  }

  /** The sum of the elements that exist. */
  static BigDecimal sum(List<BigDecimal> column) {
    return column.stream().filter(Objects::nonNull).reduce(BigDecimal.ZERO, BigDecimal::add);
  }
}
