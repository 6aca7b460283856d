package dev.ibintents.trading.preview;

import dev.ibintents.ibapi.message.Contract;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/**
 * Estimates the commission of an order by the broker's fixed schedule (Interactive Brokers,
 * "Commissions", fixed pricing). The account may have another schedule, and fees of exchanges may
 * come on top.
 *
 * <p>It knows US shares, US options and currency pairs. A US share costs 0.005, at least 1.00 and
 * at most 1 % of the value for an order. A US option costs 0.65, at least 1.00 for an order. A pair
 * costs 0.2 basis points of its value, at least 2 US dollars. It has no estimate for other
 * contracts: their fees differ by exchange.
 */
public final class CommissionSchedule {
  private static final String DOLLAR = "USD";
  private static final BigDecimal PER_SHARE = new BigDecimal("0.005");
  private static final BigDecimal PER_OPTION = new BigDecimal("0.65");
  private static final BigDecimal LEAST_PER_ORDER = BigDecimal.ONE;
  private static final BigDecimal MOST_OF_VALUE = new BigDecimal("0.01");
  private static final BigDecimal PART_OF_PAIR = new BigDecimal("0.00002");
  private static final BigDecimal LEAST_PER_PAIR = BigDecimal.valueOf(2);

  private CommissionSchedule() {}

  /**
   * An amount of money.
   *
   * @param amount the amount, in cents
   * @param currency its currency
   */
  public record Amount(BigDecimal amount, String currency) {}

  /**
   * The commission of an order.
   *
   * @param quantity the quantity, above 0
   * @param value the order's value in the contract's currency, above 0; empty if not known
   * @return empty if the schedule does not know the contract, or needs a value and there is none
   */
  public static Optional<Amount> estimate(
      Contract contract, BigDecimal quantity, Optional<BigDecimal> value) {
    boolean isInDollars = contract.currency().equals(DOLLAR);
    return switch (contract.secType()) {
      case "STK" ->
          value.filter(amount -> isInDollars).map(amount -> dollars(ofShares(quantity, amount)));
      case "OPT" ->
          isInDollars
              ? Optional.of(dollars(quantity.multiply(PER_OPTION).max(LEAST_PER_ORDER)))
              : Optional.empty();
      case "CASH" ->
          isInDollars ? value.map(CommissionSchedule::ofPair) : ofDollars(contract, quantity);
      default -> Optional.empty();
    };
  }

  /**
   * The commission of an order in the currency of its contract; 0 if the schedule does not know it,
   * or it is in another currency.
   *
   * @param quantity the quantity, above 0
   * @param value the order's value in the contract's currency
   */
  static BigDecimal inOwnCurrency(Contract contract, BigDecimal quantity, BigDecimal value) {
    return estimate(contract, quantity, Optional.of(value))
        .filter(commission -> commission.currency().equals(contract.currency()))
        .map(Amount::amount)
        .orElse(BigDecimal.ZERO);
  }

  private static BigDecimal ofShares(BigDecimal shares, BigDecimal value) {
    return shares.multiply(PER_SHARE).max(LEAST_PER_ORDER).min(value.multiply(MOST_OF_VALUE));
  }

  private static Amount ofPair(BigDecimal valueInDollars) {
    return dollars(valueInDollars.multiply(PART_OF_PAIR).max(LEAST_PER_PAIR));
  }

  /** The commission of a pair such as USD.JPY, whose quantity is in dollars. */
  private static Optional<Amount> ofDollars(Contract contract, BigDecimal quantity) {
    return contract.symbol().equals(DOLLAR) ? Optional.of(ofPair(quantity)) : Optional.empty();
  }

  private static Amount dollars(BigDecimal amount) {
    return new Amount(amount.setScale(2, RoundingMode.HALF_EVEN), DOLLAR);
  }
}
