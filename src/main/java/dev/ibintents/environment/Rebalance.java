package dev.ibintents.environment;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * The settings that say which differences from targets are traded: {@code rebalance} of the
 * configuration, or of a strategy's document. A missing field changes nothing.
 *
 * @param band the difference that is left alone
 * @param toward the point to which a difference beyond the band is traded; the target by default
 * @param minimumOrderValue the smallest value of a trade, in the base currency
 * @param cooldownSessions the number of sessions from a trade of a strategy in a contract to the
 *     next
 * @param dates the sessions in which differences are traded; every one by default
 */
public record Rebalance(
    Optional<Band> band,
    Optional<Toward> toward,
    Optional<BigDecimal> minimumOrderValue,
    Optional<Integer> cooldownSessions,
    Optional<Dates> dates) {

  private static final String FIELD = "rebalance";
  private static final int MOST_SESSIONS = 250;

  /**
   * The band around a target. With both widths, the narrower one counts.
   *
   * @param absolute the width to each side, as a fraction of the strategy's capital
   * @param relative the width to each side, as a fraction of the target
   */
  public record Band(Optional<BigDecimal> absolute, Optional<BigDecimal> relative) {}

  /** The points to which a difference can be traded. */
  public enum Toward {
    /** The target itself. */
    TARGET,
    /** The nearer edge of the band. */
    EDGE
  }

  /** The sessions in which differences are traded. */
  public enum Dates {
    /** Every session. */
    DAILY,
    /** The first session of a week. */
    WEEKLY,
    /** The first session of a month. */
    MONTH_START,
    /** The last session of a month. */
    MONTH_END,
    /** The last session of a quarter of a year. */
    QUARTER_END,
    /** Every session; a band alone decides. */
    THRESHOLD;

    /** The word in documents. */
    public String id() {
      return Words.of(this);
    }
  }

  /** Reads the field {@code rebalance} of a document. */
  public static Rebalance read(SettingFields fields) {
    Optional<BigDecimal> absolute = fraction(fields, "band.absolute", "a fraction of the capital");
    Optional<BigDecimal> relative = fraction(fields, "band.relative", "a fraction of the target");
    return new Rebalance(
        absolute.isEmpty() && relative.isEmpty()
            ? Optional.empty()
            : Optional.of(new Band(absolute, relative)),
        word(fields, "toward", Toward.values()),
        notNegative(fields, "minimumOrderValue"),
        sessions(fields),
        word(fields, "dates", Dates.values()));
  }

  private static Optional<BigDecimal> fraction(SettingFields fields, String field, String what) {
    String name = FIELD + "." + field;
    Optional<BigDecimal> number = fields.decimal(name);
    if (number.isPresent()
        && (number.get().signum() < 0 || number.get().compareTo(BigDecimal.ONE) > 0)) {
      fields.refuse(name, what + ", from 0 to 1; for 5 %, write 0.05");
      return Optional.empty();
    }
    return number;
  }

  private static Optional<BigDecimal> notNegative(SettingFields fields, String field) {
    String name = FIELD + "." + field;
    Optional<BigDecimal> number = fields.decimal(name);
    if (number.isPresent() && number.get().signum() < 0) {
      fields.refuse(name, "0 or more");
      return Optional.empty();
    }
    return number;
  }

  private static Optional<Integer> sessions(SettingFields fields) {
    String name = FIELD + ".cooldownSessions";
    return fields.value(name).map(value -> fields.integer(name, 0, 0, MOST_SESSIONS));
  }

  private static <E extends Enum<E>> Optional<E> word(
      SettingFields fields, String field, E[] allowed) {
    String name = FIELD + "." + field;
    Optional<String> text = fields.text(name);
    Optional<E> named = text.flatMap(word -> Words.named(word, allowed));
    if (text.isPresent() && named.isEmpty()) {
      fields.refuse(name, "one of " + String.join(", ", Words.of(allowed)));
    }
    return named;
  }

  /** These settings; those of {@code other} where a field is missing. */
  public Rebalance or(Rebalance other) {
    return new Rebalance(
        band.or(other::band),
        toward.or(other::toward),
        minimumOrderValue.or(other::minimumOrderValue),
        cooldownSessions.or(other::cooldownSessions),
        dates.or(other::dates));
  }
}
