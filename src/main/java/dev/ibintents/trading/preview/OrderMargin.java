package dev.ibintents.trading.preview;

import java.math.BigDecimal;
import java.util.List;

/**
 * The broker's answer to a what-if order. Margins are in the account's base currency. A value is
 * {@code null} if the broker does not give it.
 *
 * @param initMarginBefore the account's initial margin without the order
 * @param initMarginChange the change of it by the order
 * @param initMarginAfter the account's initial margin with the order
 * @param maintMarginBefore the account's maintenance margin without the order
 * @param maintMarginChange the change of it by the order
 * @param maintMarginAfter the account's maintenance margin with the order
 * @param equityWithLoanBefore the account's equity with loan value without the order
 * @param equityWithLoanChange the change of it by the order
 * @param equityWithLoanAfter the account's equity with loan value with the order
 * @param commission the commission
 * @param minCommission the lowest possible commission
 * @param maxCommission the highest possible commission
 * @param commissionCurrency the currency of the commission; {@code null} if that is not known
 * @param marginCurrency the currency of the margins; {@code null} below server version 195, as all
 *     of the next fields
 * @param initMarginAfterOutsideRth the account's initial margin with the order outside regular
 *     hours
 * @param maintMarginAfterOutsideRth the account's maintenance margin with the order outside regular
 *     hours
 * @param equityWithLoanAfterOutsideRth the account's equity with loan value with the order outside
 *     regular hours
 * @param suggestedSize the quantity that the margin allows
 * @param warnings the broker's warnings about the order
 * @param problem the reason why the broker would refuse the order, or why there are no figures;
 *     {@code null} if there is none
 */
public record OrderMargin(
    BigDecimal initMarginBefore,
    BigDecimal initMarginChange,
    BigDecimal initMarginAfter,
    BigDecimal maintMarginBefore,
    BigDecimal maintMarginChange,
    BigDecimal maintMarginAfter,
    BigDecimal equityWithLoanBefore,
    BigDecimal equityWithLoanChange,
    BigDecimal equityWithLoanAfter,
    BigDecimal commission,
    BigDecimal minCommission,
    BigDecimal maxCommission,
    String commissionCurrency,
    String marginCurrency,
    BigDecimal initMarginAfterOutsideRth,
    BigDecimal maintMarginAfterOutsideRth,
    BigDecimal equityWithLoanAfterOutsideRth,
    BigDecimal suggestedSize,
    List<String> warnings,
    String problem) {
  /** Keeps a copy. */
  public OrderMargin {
    warnings = List.copyOf(warnings);
  }

  /** Whether the broker has given the figures of margin and equity. */
  boolean hasFigures() {
    return initMarginBefore != null
        && initMarginChange != null
        && maintMarginBefore != null
        && maintMarginChange != null
        && equityWithLoanBefore != null
        && equityWithLoanChange != null;
  }

  /** The lowest commission that the broker names; {@code null} if it names none. */
  BigDecimal leastCommission() {
    return minCommission == null ? commission : minCommission;
  }

  /** The highest commission that the broker names; {@code null} if it names none. */
  BigDecimal mostCommission() {
    return maxCommission == null ? commission : maxCommission;
  }
}
