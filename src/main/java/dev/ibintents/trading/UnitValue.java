package dev.ibintents.trading;

import dev.ibintents.ibapi.message.ContractDetails;
import java.math.BigDecimal;
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
 */
public record UnitValue(
    BigDecimal price, BigDecimal multiplier, BigDecimal fxToBase, boolean isStale) {
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

  /**
   * The value of a unit of a contract that the broker has described: its multiplier, an empty one
   * being 1, is divided by the {@code priceMagnifier} (100 where prices are quoted in cents).
   *
   * @param details the contract
   * @param price as quoted; {@code null} if not known
   * @param fxToBase from the contract's currency to the base currency; {@code null} if not known
   */
  public static UnitValue of(ContractDetails details, BigDecimal price, BigDecimal fxToBase) {
    return new UnitValue(price, multiplierOf(details), fxToBase);
  }

  private static BigDecimal multiplierOf(ContractDetails details) {
    String text = details.contract().multiplier();
    try {
      BigDecimal multiplier = text.isBlank() ? BigDecimal.ONE : new BigDecimal(text.trim());
      int magnifier = details.priceMagnifier();
      return magnifier > 1 ? multiplier.divide(BigDecimal.valueOf(magnifier)) : multiplier;
    } catch (ArithmeticException | NumberFormatException e) {
      // Not a number, or a magnifier that leaves no finite decimal: there is no exact multiplier.
      return null;
    }
  }

  /** The same, for whoever wants to know what it was worth at last and will not trade on it. */
  public UnitValue atLast() {
    return new UnitValue(price, multiplier, fxToBase);
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

  private static boolean isUsable(BigDecimal value) {
    return value != null && value.compareTo(SMALLEST) >= 0 && value.compareTo(LARGEST) < 0;
  }

  /**
   * In the base currency, exactly.
   *
   * @throws IllegalStateException if there is a {@link #problem()}
   */
  public BigDecimal inBaseCurrency() {
    problem()
        .ifPresent(
            problem -> {
              throw new IllegalStateException("the contract " + problem.words());
            });
    return price.multiply(multiplier).multiply(fxToBase);
  }
}
