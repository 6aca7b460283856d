package dev.ibintents.trading.allocation;

import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Limits, positions and orders in short form. */
abstract class LimitCases {
  static final BigDecimal NET_LIQUIDATION = new BigDecimal("100000");
  static final int SPY = 756733;
  static final int MNQ = 770561201;

  /** 600 × 1 × 0.8 = 480 a share. */
  static final UnitValue SPY_VALUE = value("600", "1", "0.8");

  /** The first three words of each violation, which say what limit is broken. */
  static List<String> subjects(List<LimitViolation> violations) {
    return violations.stream()
        .map(violation -> violation.message().replaceFirst("^(\\S+ \\S+ \\S+).*", "$1"))
        .toList();
  }

  /** The message of each violation, without the direction. */
  static List<String> figures(PreTradeLimits limits, int held, int quantity) {
    return limits
        .violations(
            NET_LIQUIDATION,
            List.of(spy(Integer.toString(held))),
            List.of(order(SPY, Integer.toString(quantity))))
        .stream()
        .map(violation -> violation.message().replace("sell", "buy").replace("of -", "of "))
        .toList();
  }

  static PreTradeLimits orderValue(String largest) {
    return limits(largest, null, null, null, null);
  }

  static PreTradeLimits limits(
      String orderValue, String positionValue, String exposure, Integer orders, String collar) {
    return new PreTradeLimits(
        Optional.ofNullable(orderValue).map(BigDecimal::new),
        Optional.ofNullable(positionValue).map(BigDecimal::new),
        Optional.ofNullable(exposure).map(BigDecimal::new),
        Optional.ofNullable(orders),
        Optional.ofNullable(collar).map(BigDecimal::new));
  }

  static UnitValue value(String price, String multiplier, String fxToBase) {
    return new UnitValue(decimal(price), decimal(multiplier), decimal(fxToBase));
  }

  static AccountPosition spy(String held) {
    return new AccountPosition(SPY, "SPY", decimal(held), SPY_VALUE);
  }

  static CheckedOrder order(int conId, String quantity) {
    return new CheckedOrder(conId, decimal(quantity), Optional.empty());
  }

  static CheckedOrder order(int conId, String quantity, String limitPrice) {
    return new CheckedOrder(conId, decimal(quantity), Optional.of(decimal(limitPrice)));
  }

  static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }
}
