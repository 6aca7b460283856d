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
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The limits that all orders of a run must keep before the first one leaves. They are the last
 * check for a wrong signal, a wrong multiplier or a misplaced decimal point. Each limit is
 * optional. A value equal to a limit is within it. A value that cannot be checked, because a price
 * is missing, is a violation.
 *
 * <p>The limits on values check only what the run makes larger. They never stop an order that only
 * reduces a position, even if its price is not known. They never stop an order that brings the
 * account back towards a limit.
 *
 * @param largestOrderValue the largest value of an order that does more than reduce a position, in
 *     the base currency: quantity × the last close, or × its limit price if that is higher
 * @param largestPositionValue the largest value of the account's position in a contract after the
 *     run, long or short, in the base currency at the last close
 * @param largestGrossExposure the largest gross exposure after the run, as a multiple of
 *     NetLiquidation: the values of all positions, long and short added up, ÷ NetLiquidation
 * @param mostOrders the largest number of orders of a run that does more than reduce positions
 * @param priceCollarPercent the largest distance of a limit price from the last close, above or
 *     below, in percent of the close
 */
public record PreTradeLimits(
    Optional<BigDecimal> largestOrderValue,
    Optional<BigDecimal> largestPositionValue,
    Optional<BigDecimal> largestGrossExposure,
    Optional<Integer> mostOrders,
    Optional<BigDecimal> priceCollarPercent) {

  /** No limits. */
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

  /** The limits on orders only, for a run that changes no positions. */
  public PreTradeLimits withoutPositions() {
    return new PreTradeLimits(
        largestOrderValue, Optional.empty(), Optional.empty(), mostOrders, priceCollarPercent);
  }

  /**
   * All violations of a run; empty if the run may send its orders.
   *
   * @param netLiquidation the account's NetLiquidation in the base currency; {@code null} if not
   *     known
   * @param positions the account's positions, also those without an order
   * @param orders the orders that the run is about to send
   * @throws IllegalArgumentException if a contract has two positions
   */
  public List<LimitViolation> violations(
      BigDecimal netLiquidation, List<AccountPosition> positions, List<CheckedOrder> orders) {
    Map<Integer, Change> changes = new TreeMap<>();
    byContract(positions, orders)
        .forEach((conId, position) -> changes.put(conId, Change.of(position, orders)));
    List<LimitViolation> violations = new ArrayList<>();
    boolean isAnyGrowing =
        orders.stream().anyMatch(order -> !changes.get(order.conId()).onlyReduces());
    mostOrders
        .filter(most -> isAnyGrowing)
        .ifPresent(most -> checkNumber(orders.size(), most, violations));
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

  /**
   * The positions by conId. An order without a position gets an empty position of unknown value.
   */
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

  /** The contracts whose orders only reduce the account's position, by conId. */
  public static Set<Integer> reducing(List<AccountPosition> positions, List<CheckedOrder> orders) {
    Set<Integer> reducing = new TreeSet<>();
    byContract(positions, orders)
        .forEach(
            (conId, position) -> {
              if (Change.of(position, orders).onlyReduces()) {
                reducing.add(conId);
              }
            });
    return reducing;
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
    String subject = "the order to " + words(order.quantity()) + " " + position.name();
    Optional<UnitValue.Problem> problem = position.value().problem();
    if (problem.isPresent()) {
      violations.add(unknown(position, limit, subject, problem.get()));
      return;
    }
    UnitValue close = position.value();
    BigDecimal price = order.limitPrice().map(close.price()::max).orElse(close.price());
    BigDecimal value = close.inBaseCurrencyAt(price).multiply(order.quantity().abs());
    if (value.compareTo(limit) > 0) {
      violations.add(
          new LimitViolation(
              Optional.of(position.conId()),
              subject
                  + " is worth "
                  + money(value)
                  + " in the base currency; at most "
                  + limit.toPlainString()
                  + " is allowed for an order"));
    }
  }

  /**
   * Checks a limit price. An order that only reduces a position passes if its contract has no
   * close.
   */
  private static void checkCollar(
      CheckedOrder order, Change change, BigDecimal limit, List<LimitViolation> violations) {
    AccountPosition position = change.position();
    boolean hasPrice = !position.value().problem().equals(Optional.of(UnitValue.Problem.PRICE));
    if (order.limitPrice().isEmpty() || !hasPrice && change.onlyReduces()) {
      return;
    }
    BigDecimal limitPrice = order.limitPrice().get();
    BigDecimal close = position.value().price();
    String subject = "the limit price " + limitPrice.toPlainString() + " of " + position.name();
    if (!hasPrice) {
      violations.add(unknown(position, limit, subject, UnitValue.Problem.PRICE));
      return;
    }
    BigDecimal distance = limitPrice.subtract(close).abs().multiply(HUNDRED);
    if (distance.compareTo(limit.multiply(close)) > 0) {
      BigDecimal percent = distance.divide(close, Math.max(2, limit.scale()), RoundingMode.UP);
      violations.add(
          new LimitViolation(
              Optional.of(position.conId()),
              subject
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
    String subject = "the position of " + change.after().toPlainString() + " " + position.name();
    Optional<UnitValue.Problem> problem = position.value().problem();
    if (problem.isPresent()) {
      violations.add(unknown(position, limit, subject, problem.get()));
      return;
    }
    BigDecimal value = change.valueAfter();
    if (value.compareTo(limit) > 0) {
      violations.add(
          new LimitViolation(
              Optional.of(position.conId()),
              subject
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
      AccountPosition position, BigDecimal limit, String subject, UnitValue.Problem problem) {
    return new LimitViolation(
        Optional.of(position.conId()),
        subject
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

  /**
   * An amount for a message. It is rounded up, so that an amount above a limit never looks equal to
   * it.
   */
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

    /**
     * Whether the position afterwards is not larger, and not on the other side: nothing is opened.
     */
    boolean onlyReduces() {
      return !grows() && after.signum() * position.quantity().signum() >= 0;
    }

    /**
     * Whether the value is 0 without a calculation. The run does not trade the contract, and either
     * it is not held, or the broker's price for it is 0.
     */
    private boolean isWorthless() {
      BigDecimal price = position.value().price();
      boolean untouched = after.compareTo(position.quantity()) == 0;
      return untouched && (after.signum() == 0 || price != null && price.signum() == 0);
    }

    boolean hasValue() {
      return isWorthless() || after.signum() == 0 || position.value().problem().isEmpty();
    }

    /** A lower bound of the value before the run; 0 if the value is not known. */
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
