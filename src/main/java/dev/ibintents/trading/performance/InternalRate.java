package dev.ibintents.trading.performance;

import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The rate per year at which payments of different days are worth nothing together: the money-
 * weighted return, as the function XIRR of spreadsheets computes it, with years of 365 days.
 *
 * <p>The rate is searched over all growths from e⁻⁵⁰ to e⁵⁰. Some payments have no such rate, and
 * some have several. Neither case has an answer.
 */
final class InternalRate {
  private static final double LARGEST_GROWTH = 50;
  private static final int STEPS = 200;
  private static final int HALVINGS = 100;

  /** Two growths that differ by less are the same. */
  private static final double EXACT = 1e-14;

  /** Most gaps are no longer than a week. */
  private static final int DAYS_OF_A_WEEK = 7;

  private final double[] amounts;

  /** The days from each payment to the next one; 0 for the last. */
  private final long[] gaps;

  private final double span;

  private InternalRate(List<DatedFlow> flows) {
    List<DatedFlow> sorted = flows.stream().sorted(Comparator.comparing(DatedFlow::day)).toList();
    amounts = sorted.stream().mapToDouble(DatedFlow::amount).toArray();
    gaps = new long[amounts.length];
    for (int i = 0; i + 1 < amounts.length; i++) {
      gaps[i] = ChronoUnit.DAYS.between(sorted.get(i).day(), sorted.get(i + 1).day());
    }
    span = LongStream.of(gaps).sum();
  }

  /** The rate per year as a fraction. */
  static Figure<Double> of(List<DatedFlow> all) {
    List<DatedFlow> flows = all.stream().filter(flow -> flow.amount() != 0).toList();
    if (flows.stream().noneMatch(flow -> flow.amount() < 0)
        || flows.stream().noneMatch(flow -> flow.amount() > 0)) {
      return Figure.none("without money paid in and money got back there is no rate");
    }
    InternalRate rate = new InternalRate(flows);
    return rate.span < DailyReturns.FEWEST_DAYS
        ? Figure.none(
            "%.0f calendar days are too few to speak of a year; at least %d are needed"
                .formatted(rate.span, DailyReturns.FEWEST_DAYS))
        : rate.solved();
  }

  private Figure<Double> solved() {
    List<Double> roots = roots();
    if (roots.size() > 1) {
      return Figure.none("several rates fit the payments, because they change sides repeatedly");
    }
    return roots.isEmpty()
        ? Figure.none("no rate fits the payments")
        : Figure.of(Math.exp(roots.get(0) * DailyReturns.DAYS_OF_A_YEAR / span) - 1);
  }

  /** The growths, as logarithms over the whole span, at which the value changes its sign. */
  private List<Double> roots() {
    List<Double> roots = new ArrayList<>();
    double low = -LARGEST_GROWTH;
    double valueOfLow = value(low);
    for (int i = 1; i <= STEPS; i++) {
      double place = 2.0 * i / STEPS - 1;
      double high = LARGEST_GROWTH * place * place * place; // dense where growths are small
      double valueOfHigh = value(high);
      if (valueOfHigh == 0) {
        roots.add(high);
      } else if (valueOfLow != 0 && valueOfLow > 0 != valueOfHigh > 0) {
        roots.add(root(low, high));
      }
      low = high;
      valueOfLow = valueOfHigh;
    }
    return roots;
  }

  /**
   * The growth between two others at which the value is 0. Every step halves the range, and takes
   * the place where a straight line through its ends is 0, which is soon exact.
   */
  private double root(double from, double to) {
    Range range = new Range(from, value(from), to, value(to));
    double guess = from;
    for (int i = 0; i < HALVINGS; i++) {
      double line = range.zeroOfLine();
      if (Math.abs(line - guess) <= EXACT) {
        return line;
      }
      guess = line;
      range = range.narrowed(line, value(line));
      double middle = range.low + (range.high - range.low) / 2;
      range = range.narrowed(middle, value(middle));
    }
    return range.low;
  }

  /** A range with values of different signs at its ends. */
  private record Range(double low, double valueOfLow, double high, double valueOfHigh) {
    double zeroOfLine() {
      double width = high - low;
      return valueOfHigh == valueOfLow
          ? low
          : Math.min(high, Math.max(low, low - valueOfLow * width / (valueOfHigh - valueOfLow)));
    }

    Range narrowed(double place, double value) {
      return value > 0 == valueOfLow > 0
          ? new Range(place, value, high, valueOfHigh)
          : new Range(low, valueOfLow, place, value);
    }
  }

  /** The value of all payments on the first day, if money grows by e^growth over the whole span. */
  private double value(double growth) {
    double discountOfDay = Math.exp(-growth / span);
    double[] discounts = new double[DAYS_OF_A_WEEK + 1]; // by days
    discounts[0] = 1;
    for (int i = 1; i < discounts.length; i++) {
      discounts[i] = discounts[i - 1] * discountOfDay;
    }
    double sum = 0;
    for (int i = amounts.length - 1; i >= 0; i--) { // Horner's rule, from the last payment
      double discount =
          gaps[i] < discounts.length ? discounts[(int) gaps[i]] : Math.pow(discountOfDay, gaps[i]);
      sum = amounts[i] + sum * discount;
    }
    return sum;
  }
}
