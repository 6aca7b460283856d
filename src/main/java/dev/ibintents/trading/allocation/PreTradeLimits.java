package dev.ibintents.trading.allocation;

import dev.ibintents.environment.Configuration;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Limits that all orders of a run must keep before the first one leaves: the last look at a wrong
 * signal, a wrong multiplier, a decimal point in the wrong place. Each is optional; at a limit is
 * within it; what cannot be checked, for want of a price, is a violation.
 *
 * <p>The limits on values look at what the run makes larger: an order that only reduces a position
 * is never held up by them, whether its price is known or not, and one that brings the account back
 * towards its limit is not either.
 *
 * @param largestOrderValue of each order that does more than reduce a position, in the base
 *     currency: quantity × the last close, or × its limit price if that is higher
 * @param largestPositionValue of what the account holds of each contract after the run, long or
 *     short, in the base currency at the last close
 * @param largestGrossExposure after the run, as a multiple of NetLiquidation: the values of all
 *     positions, long and short added up, ÷ NetLiquidation
 * @param mostOrders how many orders one run may send
 * @param priceCollarPercent how far a limit price may be from the last close, above or below, in
 *     percent of the close
 */
public record PreTradeLimits(
    Optional<BigDecimal> largestOrderValue,
    Optional<BigDecimal> largestPositionValue,
    Optional<BigDecimal> largestGrossExposure,
    Optional<Integer> mostOrders,
    Optional<BigDecimal> priceCollarPercent) {

  /** No limit at all. */
  public static final PreTradeLimits NONE =
      new PreTradeLimits(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  /**
   * @throws IllegalArgumentException if a limit is negative
   */
  public PreTradeLimits {
    refuseNegative("largestOrderValue", largestOrderValue);
    refuseNegative("largestPositionValue", largestPositionValue);
    refuseNegative("largestGrossExposure", largestGrossExposure);
    refuseNegative("mostOrders", mostOrders.map(BigDecimal::valueOf));
    refuseNegative("priceCollarPercent", priceCollarPercent);
  }

  private static void refuseNegative(String name, Optional<BigDecimal> limit) {
    if (limit.isPresent() && limit.get().signum() < 0) {
      throw new IllegalArgumentException(
          "the limit " + name + " must be 0 or more, not " + limit.get().toPlainString());
    }
  }

  /** The limits of a configuration. */
  public static PreTradeLimits of(Configuration.Limits configured) {
    return new PreTradeLimits(
        configured.largestOrderValue(),
        configured.largestPositionValue(),
        configured.largestGrossExposure(),
        configured.mostOrders().map(BigDecimal::intValue),
        configured.priceCollarPercent());
  }

  /** Only the limits on orders, for a run that changes no positions. */
  public PreTradeLimits withoutPositions() {
    return new PreTradeLimits(
        largestOrderValue, Optional.empty(), Optional.empty(), mostOrders, priceCollarPercent);
  }

  /**
   * Everything that a run would violate; empty if it may go ahead.
   *
   * @param netLiquidation the account's, in the base currency; {@code null} if not known
   * @param positions what the account has of each contract, those without an order included
   * @param orders what the run is about to send
   * @throws IllegalArgumentException if a contract has two positions
   */
  public List<LimitViolation> violations(
      BigDecimal netLiquidation, List<AccountPosition> positions, List<CheckedOrder> orders) {
    Map<Integer, Change> changes = new TreeMap<>();
    byContract(positions, orders)
        .forEach((conId, position) -> changes.put(conId, Change.of(position, orders)));
    List<LimitViolation> violations = new ArrayList<>();
    mostOrders.ifPresent(most -> checkNumber(orders.size(), most, violations));
    for (CheckedOrder order : orders) {
      Change change = changes.get(order.conId());
      largestOrderValue.ifPresent(limit -> checkOrder(order, change, limit, violations));
      priceCollarPercent.ifPresent(limit -> checkCollar(order, change, limit, violations));
    }
    largestPositionValue.ifPresent(
        limit -> changes.values().forEach(change -> checkPosition(change, limit, violations)));
    largestGrossExposure.ifPresent(
        limit ->
            checkGrossExposure(netLiquidation, List.copyOf(changes.values()), limit, violations));
    return violations;
  }

  /** The positions, and an empty one of unknown value for an order that has none. */
  private static Map<Integer, AccountPosition> byContract(
      List<AccountPosition> positions, List<CheckedOrder> orders) {
    Map<Integer, AccountPosition> byContract = new TreeMap<>();
    for (AccountPosition position : positions) {
      if (byContract.put(position.conId(), position) != null) {
        throw new IllegalArgumentException("contract " + position.conId() + " has two positions");
      }
    }
    UnitValue unknown = new UnitValue(null, null, null);
    for (CheckedOrder order : orders) {
      byContract.computeIfAbsent(
          order.conId(),
          conId -> new AccountPosition(conId, "contract " + conId, BigDecimal.ZERO, unknown));
    }
    return byContract;
  }

  private static void checkNumber(int number, int most, List<LimitViolation> violations) {
    if (number > most) {
      violations.add(
          new LimitViolation(
              Optional.empty(),
              "the run would send " + number + " orders; at most " + most + " are allowed"));
    }
  }

  private static void checkOrder(
      CheckedOrder order, Change change, BigDecimal limit, List<LimitViolation> violations) {
    if (change.onlyReduces()) {
      return;
    }
    AccountPosition position = change.position();
    String what = "the order to " + words(order.quantity()) + " " + position.name();
    Optional<UnitValue.Problem> problem = position.value().problem();
    if (problem.isPresent()) {
      violations.add(unknown(position, limit, what, problem.get()));
      return;
    }
    UnitValue close = position.value();
    BigDecimal price = order.limitPrice().map(close.price()::max).orElse(close.price());
    BigDecimal value = close.inBaseCurrencyAt(price).multiply(order.quantity().abs());
    if (value.compareTo(limit) > 0) {
      violations.add(
          new LimitViolation(
              Optional.of(position.conId()),
              what
                  + " is worth "
                  + money(value)
                  + " in the base currency; at most "
                  + limit.toPlainString()
                  + " is allowed for an order"));
    }
  }

  /** A reducing order without a close to compare with is let through, as without a limit. */
  private static void checkCollar(
      CheckedOrder order, Change change, BigDecimal limit, List<LimitViolation> violations) {
    AccountPosition position = change.position();
    boolean hasPrice = !position.value().problem().equals(Optional.of(UnitValue.Problem.PRICE));
    if (order.limitPrice().isEmpty() || !hasPrice && change.onlyReduces()) {
      return;
    }
    BigDecimal limitPrice = order.limitPrice().get();
    BigDecimal close = position.value().price();
    String what = "the limit price " + limitPrice.toPlainString() + " of " + position.name();
    if (!hasPrice) {
      violations.add(unknown(position, limit, what, UnitValue.Problem.PRICE));
      return;
    }
    BigDecimal distance = limitPrice.subtract(close).abs().multiply(HUNDRED);
    if (distance.compareTo(limit.multiply(close)) > 0) {
      BigDecimal percent = distance.divide(close, Math.max(2, limit.scale()), RoundingMode.UP);
      violations.add(
          new LimitViolation(
              Optional.of(position.conId()),
              what
                  + " is "
                  + percent.toPlainString()
                  + " % away from the last close "
                  + close.toPlainString()
                  + "; at most "
                  + limit.toPlainString()
                  + " % is allowed"));
    }
  }

  private static void checkPosition(
      Change change, BigDecimal limit, List<LimitViolation> violations) {
    AccountPosition position = change.position();
    if (!change.grows()) {
      return;
    }
    String what = "the position of " + change.after().toPlainString() + " " + position.name();
    Optional<UnitValue.Problem> problem = position.value().problem();
    if (problem.isPresent()) {
      violations.add(unknown(position, limit, what, problem.get()));
      return;
    }
    BigDecimal value = change.valueAfter();
    if (value.compareTo(limit) > 0) {
      violations.add(
          new LimitViolation(
              Optional.of(position.conId()),
              what
                  + " after the run would be worth "
                  + money(value)
                  + " in the base currency; at most "
                  + limit.toPlainString()
                  + " is allowed for a contract"));
    }
  }

  private static void checkGrossExposure(
      BigDecimal netLiquidation,
      List<Change> changes,
      BigDecimal limit,
      List<LimitViolation> violations) {
    if (changes.stream().noneMatch(Change::grows)) {
      return;
    }
    Optional<String> unknown = whyUnknown(netLiquidation, changes);
    if (unknown.isPresent()) {
      violations.add(
          new LimitViolation(
              Optional.empty(),
              "the gross exposure after the run cannot be checked against the limit of "
                  + limit.toPlainString()
                  + " times NetLiquidation: "
                  + unknown.get()));
      return;
    }
    BigDecimal before = sum(changes.stream().map(Change::valueBefore).toList());
    BigDecimal after = sum(changes.stream().map(Change::valueAfter).toList());
    if (after.compareTo(before) > 0 && after.compareTo(limit.multiply(netLiquidation)) > 0) {
      BigDecimal multiple =
          after.divide(netLiquidation, Math.max(2, limit.scale()), RoundingMode.UP);
      violations.add(
          new LimitViolation(
              Optional.empty(),
              "the gross exposure after the run would be "
                  + money(after)
                  + " in the base currency, "
                  + multiple.toPlainString()
                  + " times NetLiquidation; at most "
                  + limit.toPlainString()
                  + " times is allowed"));
    }
  }

  private static Optional<String> whyUnknown(BigDecimal netLiquidation, List<Change> changes) {
    if (netLiquidation == null || netLiquidation.signum() <= 0) {
      return Optional.of("NetLiquidation is " + netLiquidation);
    }
    return changes.stream()
        .filter(change -> !change.hasValue())
        .map(Change::position)
        .map(held -> held.name() + " " + held.value().words(held.value().problem().orElseThrow()))
        .findFirst();
  }

  private static BigDecimal sum(List<BigDecimal> values) {
    return PlainDecimal.sum(values);
  }

  private static LimitViolation unknown(
      AccountPosition position, BigDecimal limit, String what, UnitValue.Problem problem) {
    return new LimitViolation(
        Optional.of(position.conId()),
        what
            + " cannot be checked against the limit of "
            + limit.toPlainString()
            + ": "
            + position.name()
            + " "
            + position.value().words(problem));
  }

  private static String words(BigDecimal quantity) {
    return (quantity.signum() < 0 ? "sell " : "buy ") + quantity.abs().toPlainString();
  }

  /** Rounded up, so that what is above a limit never reads as if it were at it. */
  private static String money(BigDecimal value) {
    return value.setScale(2, RoundingMode.UP).toPlainString();
  }

  /** A position before and after the run. */
  private record Change(AccountPosition position, BigDecimal after) {
    static Change of(AccountPosition position, List<CheckedOrder> orders) {
      BigDecimal after = position.quantity();
      for (CheckedOrder order : orders) {
        if (order.conId() == position.conId()) {
          after = after.add(order.quantity());
        }
      }
      return new Change(position, PlainDecimal.of(after));
    }

    boolean grows() {
      return after.abs().compareTo(position.quantity().abs()) > 0;
    }

    /** Whether less is held afterwards, on the same side: nothing is opened. */
    boolean onlyReduces() {
      return !grows() && after.signum() * position.quantity().signum() >= 0;
    }

    /** What is not held needs no price, and what the broker prices at 0 is worth nothing. */
    private boolean isWorthless() {
      BigDecimal price = position.value().price();
      boolean untouched = after.compareTo(position.quantity()) == 0;
      return untouched && (after.signum() == 0 || price != null && price.signum() == 0);
    }

    boolean hasValue() {
      return isWorthless() || after.signum() == 0 || position.value().problem().isEmpty();
    }

    /** At least: 0 if it has no price, and is held no more afterwards. */
    BigDecimal valueBefore() {
      return position.value().problem().isPresent()
          ? BigDecimal.ZERO
          : valueOf(position.quantity());
    }

    BigDecimal valueAfter() {
      return after.signum() == 0 ? BigDecimal.ZERO : valueOf(after);
    }

    private BigDecimal valueOf(BigDecimal quantity) {
      return isWorthless()
          ? BigDecimal.ZERO
          : position.value().inBaseCurrency().multiply(quantity.abs());
    }
  }
}
