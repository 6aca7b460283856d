package dev.ibintents.trading.preview;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The margin of a whole plan, in the account's base currency. The values after the plan are an
 * estimate: they add up the broker's answers to the single orders. A value is {@code null} if the
 * broker gives no figures for an order.
 *
 * @param netLiquidation the account's net liquidation value
 * @param initMarginBefore the initial margin without the plan
 * @param initMarginAfter the initial margin with the plan, an estimate
 * @param maintMarginBefore the maintenance margin without the plan
 * @param maintMarginAfter the maintenance margin with the plan, an estimate
 * @param equityWithLoanBefore the equity with loan value without the plan
 * @param equityWithLoanAfter the equity with loan value with the plan, an estimate
 * @param excessLiquidityBefore the equity with loan value − the maintenance margin, without the
 *     plan
 * @param excessLiquidityAfter the same with the plan, an estimate
 * @param cushionAfter the excess liquidity after the plan ÷ net liquidation, an estimate
 * @param marginUseAfter the initial margin after the plan ÷ net liquidation, an estimate
 * @param commissions the range of commissions by currency, of the orders whose commission the
 *     broker names
 * @param isEstimate always true: the sum of single orders is no answer of the broker
 * @param estimateWords the meaning of the estimate in words
 * @param warnings the broker's warnings and problems, each with its order
 */
public record PlanMargin(
    BigDecimal netLiquidation,
    BigDecimal initMarginBefore,
    BigDecimal initMarginAfter,
    BigDecimal maintMarginBefore,
    BigDecimal maintMarginAfter,
    BigDecimal equityWithLoanBefore,
    BigDecimal equityWithLoanAfter,
    BigDecimal excessLiquidityBefore,
    BigDecimal excessLiquidityAfter,
    BigDecimal cushionAfter,
    BigDecimal marginUseAfter,
    SortedMap<String, CommissionRange> commissions,
    boolean isEstimate,
    String estimateWords,
    List<String> warnings) {

  private static final int DECIMALS = 4;

  private static final String WORDS =
      "The values after the plan add up what the broker says of each order alone. Orders that hedge"
          + " each other may need less margin together, and orders of the same currency may need a"
          + " larger loan";

  /** Keeps copies. */
  public PlanMargin {
    commissions = new TreeMap<>(commissions);
    warnings = List.copyOf(warnings);
  }

  /**
   * Adds up the answers to single orders.
   *
   * @param orders the answers, at least one
   * @param netLiquidation the account's net liquidation value
   * @param warnings the warnings and problems, each with its order
   */
  static PlanMargin of(List<OrderMargin> orders, BigDecimal netLiquidation, List<String> warnings) {
    BigDecimal initBefore = before(orders, OrderMargin::initMarginBefore);
    BigDecimal initAfter = after(orders, initBefore, OrderMargin::initMarginChange);
    BigDecimal maintBefore = before(orders, OrderMargin::maintMarginBefore);
    BigDecimal maintAfter = after(orders, maintBefore, OrderMargin::maintMarginChange);
    BigDecimal equityBefore = before(orders, OrderMargin::equityWithLoanBefore);
    BigDecimal equityAfter = after(orders, equityBefore, OrderMargin::equityWithLoanChange);
    BigDecimal excessAfter = minus(equityAfter, maintAfter);
    return new PlanMargin(
        netLiquidation,
        initBefore,
        initAfter,
        maintBefore,
        maintAfter,
        equityBefore,
        equityAfter,
        minus(equityBefore, maintBefore),
        excessAfter,
        over(excessAfter, netLiquidation, RoundingMode.FLOOR),
        over(initAfter, netLiquidation, RoundingMode.CEILING),
        commissions(orders),
        true,
        WORDS,
        warnings);
  }

  /** The value before the plan, by the first answer that has it. */
  private static BigDecimal before(
      List<OrderMargin> orders, Function<OrderMargin, BigDecimal> value) {
    return orders.stream().map(value).filter(Objects::nonNull).findFirst().orElse(null);
  }

  private static BigDecimal after(
      List<OrderMargin> orders, BigDecimal before, Function<OrderMargin, BigDecimal> change) {
    if (before == null || !orders.stream().allMatch(OrderMargin::hasFigures)) {
      return null;
    }
    return orders.stream().map(change).reduce(before, BigDecimal::add);
  }

  private static BigDecimal minus(BigDecimal amount, BigDecimal other) {
    return amount == null || other == null ? null : amount.subtract(other);
  }

  private static BigDecimal over(BigDecimal amount, BigDecimal whole, RoundingMode rounding) {
    return amount == null || whole.signum() <= 0 ? null : amount.divide(whole, DECIMALS, rounding);
  }

  private static SortedMap<String, CommissionRange> commissions(List<OrderMargin> orders) {
    SortedMap<String, CommissionRange> commissions = new TreeMap<>();
    for (OrderMargin order : orders) {
      if (order.leastCommission() != null && order.mostCommission() != null) {
        commissions.merge(
            order.commissionCurrency(),
            new CommissionRange(order.leastCommission(), order.mostCommission()),
            CommissionRange::plus);
      }
    }
    return commissions;
  }
}
