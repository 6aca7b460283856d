package dev.ibintents.trading;

import dev.ibintents.ibapi.message.PortfolioValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * What one unit of a contract is worth: price × multiplier × FX rate. It may hold what makes no
 * sense, as gateways report it, and then says so by {@link #problem()}.
 *
 * @param price as quoted; {@code null} if not known
 * @param multiplier currency units by which one contract's value moves when the quoted price moves
 *     by 1; 1 for a stock; {@code null} if not known
 * @param fxToBase what one unit of the contract's currency is worth in the account's base currency;
 *     {@code null} if not known
 * @param isStale whether the price is too old to trade on
 * @param remark what the gateway said where the price or the exchange rate is missing; empty if it
 *     said nothing
 */
public record UnitValue(
    BigDecimal price, BigDecimal multiplier, BigDecimal fxToBase, boolean isStale, String remark) {
  /** Beyond this it is a sentinel or a fault, and no price. */
  private static final BigDecimal LARGEST = BigDecimal.ONE.scaleByPowerOfTen(18);

  private static final BigDecimal SMALLEST = BigDecimal.ONE.scaleByPowerOfTen(-18);

  /** Why a unit has no value. */
  public enum Problem {
    /**
     * The price is missing, 0 or less. The gateway says -1 for "no data", and a target divides by
     * the price, so that a price below 0, which a future may have, would turn a long signal short.
     */
    PRICE("has no usable price"),
    /** The price is of a market that has not traded for long, such as a halted one. */
    STALE("has a stale price, as it has not traded for more than 10 days"),
    /** The multiplier is missing, 0 or less. */
    MULTIPLIER("has no usable multiplier"),
    /** The exchange rate is missing, 0 or less. */
    FX_RATE("has no usable exchange rate to the base currency");

    private final String words;

    Problem(String words) {
      this.words = words;
    }

    /** The problem in words that follow the contract's name. */
    public String words() {
      return words;
    }
  }

  /** The value of a unit whose price is not stale. */
  public UnitValue(BigDecimal price, BigDecimal multiplier, BigDecimal fxToBase) {
    this(price, multiplier, fxToBase, false);
  }

  /** The value of a unit of which the gateway says nothing besides. */
  public UnitValue(BigDecimal price, BigDecimal multiplier, BigDecimal fxToBase, boolean isStale) {
    this(price, multiplier, fxToBase, isStale, "");
  }

  /**
   * The value of a unit of a position, from what the broker values all of it at. That figure has
   * the multiplier and the price magnifier in it, so that neither need be known.
   *
   * @param held the position
   * @param fxToBase from the contract's currency to the base currency; {@code null} if not known
   * @return empty if the broker gives no value that fits the position
   */
  public static Optional<UnitValue> held(PortfolioValue held, BigDecimal fxToBase) {
    BigDecimal value = held.marketValue();
    if (value == null || held.position().signum() == 0) {
      return Optional.empty();
    }
    BigDecimal ofOne = value.divide(held.position(), MathContext.DECIMAL128);
    return ofOne.signum() < 0
        ? Optional.empty()
        : Optional.of(new UnitValue(ofOne, BigDecimal.ONE, fxToBase));
  }

  /** The same at another price if that is higher, or if there is no usable one. */
  public UnitValue atLeastAt(BigDecimal other) {
    BigDecimal higher = isUsable(price) ? price.max(other) : other;
    return new UnitValue(higher, multiplier, fxToBase, isStale, remark);
  }

  /** The same with another exchange rate. */
  public UnitValue withFx(BigDecimal rate) {
    return new UnitValue(price, multiplier, rate, isStale, remark);
  }

  /** The same, for whoever wants to know what it was worth at last and will not trade on it. */
  public UnitValue atLast() {
    return new UnitValue(price, multiplier, fxToBase, false, remark);
  }

  /** A problem in words that follow the contract's name, with the gateway's own words. */
  public String words(Problem problem) {
    return remark.isEmpty() ? problem.words() : problem.words() + " (" + remark + ")";
  }

  /** The first thing that makes this value unusable; empty if it can be used. */
  public Optional<Problem> problem() {
    if (!isUsable(price)) {
      return Optional.of(Problem.PRICE);
    }
    if (isStale) {
      return Optional.of(Problem.STALE);
    }
    if (!isUsable(multiplier)) {
      return Optional.of(Problem.MULTIPLIER);
    }
    return isUsable(fxToBase) ? Optional.empty() : Optional.of(Problem.FX_RATE);
  }

  /** Whether a figure can be reckoned with: no sentinel, above 0, and of a sensible size. */
  public static boolean isUsable(BigDecimal value) {
    return value != null && value.compareTo(SMALLEST) >= 0 && value.compareTo(LARGEST) < 0;
  }

  /**
   * In the base currency, exactly.
   *
   * @throws IllegalStateException if there is a {@link #problem()}
   */
  public BigDecimal inBaseCurrency() {
    return inBaseCurrencyAt(price);
  }

  /**
   * In the base currency at another price, such as an order's limit, exactly.
   *
   * @throws IllegalStateException if there is a {@link #problem()}
   */
  public BigDecimal inBaseCurrencyAt(BigDecimal other) {
    problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException("the contract " + problem.words());
            });
    return other.multiply(multiplier).multiply(fxToBase);
  }
}
