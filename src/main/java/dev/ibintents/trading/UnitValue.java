package dev.ibintents.trading;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.PortfolioValue;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;

/**
 * The value of one unit of a contract: price × multiplier × FX rate. Its parts are as the gateway
 * reports them. If one of them is unusable, {@link #problem()} names it.
 *
 * @param price the price as quoted; {@code null} if not known
 * @param multiplier the change of one contract's value, in its currency, when the quoted price
 *     changes by 1; 1 for a stock; {@code null} if not known
 * @param fxToBase the value of one unit of the contract's currency in the account's base currency;
 *     {@code null} if not known
 * @param isStale whether the price is too old to trade on
 * @param remark the gateway's words if the price or the exchange rate is missing; may be empty
 */
public record UnitValue(
    BigDecimal price, BigDecimal multiplier, BigDecimal fxToBase, boolean isStale, String remark) {
  /** A larger figure is a sentinel or a fault, and not a price. */
  private static final BigDecimal LARGEST = BigDecimal.ONE.scaleByPowerOfTen(18);

  private static final BigDecimal SMALLEST = BigDecimal.ONE.scaleByPowerOfTen(-18);

  /** The reasons why a unit has no value. */
  public enum Problem {
    /**
     * The price is missing, 0 or less. The gateway sends -1 for "no data". A future may really have
     * a price below 0, but a target divides by the price, so a long signal would become a short
     * position.
     */
    PRICE("has no usable price"),
    /**
     * The price is old, because the market has not traded for more than 10 days; trading may be
     * halted.
     */
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

  /** The value of a unit without a remark of the gateway. */
  public UnitValue(BigDecimal price, BigDecimal multiplier, BigDecimal fxToBase, boolean isStale) {
    this(price, multiplier, fxToBase, isStale, "");
  }

  /**
   * The value of one unit of a position, from the broker's value of the whole position. That value
   * includes the multiplier and the price magnifier, so neither must be known.
   *
   * @param held the position
   * @param fxToBase the exchange rate from the contract's currency to the base currency; {@code
   *     null} if not known
   * @return empty if the broker gives no value that fits the position
   */
  public static Optional<UnitValue> held(PortfolioValue held, BigDecimal fxToBase) {
    return ofUnit(held)
        .filter(unitPrice -> unitPrice.signum() >= 0)
        .map(unitPrice -> new UnitValue(unitPrice, BigDecimal.ONE, fxToBase));
  }

  /**
   * The broker's value of a position ÷ its quantity, in the contract's currency. It is below 0 for
   * a contract whose price is, as futures rarely have.
   *
   * @return empty if the broker gives no value, or nothing is held
   */
  public static Optional<BigDecimal> ofUnit(PortfolioValue held) {
    return held.marketValue() == null || held.position().signum() == 0
        ? Optional.empty()
        : Optional.of(held.marketValue().divide(held.position(), MathContext.DECIMAL128));
  }

  /**
   * The multiplier that a contract itself names; 1 if it names none, and empty if it is no number.
   * The broker's descriptions also have a price magnifier, which a contract alone does not.
   */
  public static Optional<BigDecimal> multiplierOf(Contract contract) {
    String text = contract.multiplier().trim();
    try {
      return Optional.of(text.isEmpty() ? BigDecimal.ONE : new BigDecimal(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** This value at another price, if that is higher or if this price is not usable. */
  public UnitValue atLeastAt(BigDecimal otherPrice) {
    BigDecimal higher = isUsable(price) ? price.max(otherPrice) : otherPrice;
    return new UnitValue(higher, multiplier, fxToBase, isStale, remark);
  }

  /** This value with another exchange rate. */
  public UnitValue withFx(BigDecimal rate) {
    return new UnitValue(price, multiplier, rate, isStale, remark);
  }

  /**
   * This value at its last price, even if that is stale. Use it to report a value, not to trade.
   */
  public UnitValue atLast() {
    return new UnitValue(price, multiplier, fxToBase, false, remark);
  }

  /** A problem in words that follow the contract's name, with the gateway's own words. */
  public String words(Problem problem) {
    return remark.isEmpty() ? problem.words() : problem.words() + " (" + remark + ")";
  }

  /** The first problem of this value; empty if it is usable. */
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

  /**
   * Whether a figure is usable in a calculation: above 0, not a sentinel, and from 10⁻¹⁸ to below
   * 10¹⁸.
   */
  public static boolean isUsable(BigDecimal value) {
    return value != null && value.compareTo(SMALLEST) >= 0 && value.compareTo(LARGEST) < 0;
  }

  /**
   * The exact value in the base currency.
   *
   * @throws IllegalStateException if there is a {@link #problem()}
   */
  public BigDecimal inBaseCurrency() {
    return inBaseCurrencyAt(price);
  }

  /**
   * The exact value in the base currency at another price, such as an order's limit.
   *
   * @throws IllegalStateException if there is a {@link #problem()}
   */
  public BigDecimal inBaseCurrencyAt(BigDecimal otherPrice) {
    problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException("the contract " + problem.words());
            });
    return otherPrice.multiply(multiplier).multiply(fxToBase);
  }
}
