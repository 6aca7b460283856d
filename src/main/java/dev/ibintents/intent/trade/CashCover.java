package dev.ibintents.intent.trade;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.intent.Account;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.books.Attribution;
import dev.ibintents.trading.order.PlannedOrder;
import dev.ibintents.trading.preview.Pricing;
import dev.ibintents.trading.preview.Spending;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The cash that covers the purchases of a run. Each purchase is paid from the cash of its own
 * currency, so that nothing is borrowed. The expected proceeds of sales of the same run count only
 * in a plan, whose purchases are sent when the account has the cash.
 *
 * <p>All purchases together also stay within the account's available funds, so that the broker does
 * not refuse them for margin.
 *
 * <p>A purchase counts at its limit price, or else at the price of the plan plus a reserve of 2 %,
 * with its commission. Purchases that are on order already count too. Futures are not paid, and
 * need margin only. A purchase that only reduces a short position is never made smaller.
 *
 * @param account the account
 * @param updates the account's values
 * @param openOrders the open orders of all clients and accounts
 * @param pricing the prices of contracts, by conId
 * @param reducing the contracts whose orders only reduce a position
 * @param proceeds the expected proceeds of sales by currency; empty if they do not count
 */
public record CashCover(
    String account,
    AccountUpdates updates,
    List<OpenTrade> openOrders,
    Map<Integer, Pricing> pricing,
    Set<Integer> reducing,
    SortedMap<String, BigDecimal> proceeds) {

  private static final MathContext ROUNDED_DOWN = new MathContext(16, RoundingMode.DOWN);

  /**
   * The orders that the cash covers.
   *
   * @param orders the orders; purchases may be smaller than before, or left out
   * @param scaled the reasons for smaller purchases, by the contract's local symbol
   * @param violations the purchases that are not covered, in words, by currency
   */
  public record Fit(
      List<PlannedOrder> orders, SortedMap<String, String> scaled, List<String> violations) {
    /** Keeps copies. */
    public Fit {
      orders = List.copyOf(orders);
      violations = List.copyOf(violations);
    }

    /**
     * The same orders, of which purchases follow the sales if the cash alone does not cover all.
     */
    public Fit inPhases(CashCover cash) {
      return cash.uncovered(orders).isEmpty() || !violations.isEmpty()
          ? this
          : new Fit(
              orders.stream()
                  .map(order -> cash.isLimited(order) ? order.afterSales() : order)
                  .toList(),
              scaled,
              violations);
    }

    /** Orders that need no cover. */
    public static Fit unlimited(List<PlannedOrder> orders) {
      return new Fit(orders, new TreeMap<>(), List.of());
    }
  }

  /** The same cash with the expected proceeds of sales. */
  public CashCover with(SortedMap<String, BigDecimal> sales) {
    return new CashCover(account, updates, openOrders, pricing, reducing, sales);
  }

  /**
   * Makes the purchases fit the cash, in proportion.
   *
   * @param orders the orders
   * @param steps the sizes in which contracts are ordered, by conId
   */
  public Fit scaled(List<PlannedOrder> orders, IntFunction<QuantityStep> steps) {
    SortedMap<String, BigDecimal> factors = new TreeMap<>();
    List<String> violations = new ArrayList<>();
    for (String currency : currencies(orders)) {
      Optional<String> unknown = unknown(orders, currency);
      if (unknown.isPresent()) {
        violations.add(unknown.get());
        continue;
      }
      BigDecimal needed = needed(orders, currency);
      BigDecimal free = free(orders, currency).max(BigDecimal.ZERO);
      if (needed.compareTo(free) > 0) {
        factors.put(currency, free.divide(needed, ROUNDED_DOWN));
      }
    }
    if (violations.isEmpty()) {
      keepWithinFunds(orders, factors, violations);
    }
    List<PlannedOrder> fitting = new ArrayList<>();
    SortedMap<String, String> scaled = new TreeMap<>();
    for (PlannedOrder order : orders) {
      BigDecimal factor = factor(order, factors);
      if (factor == null) {
        fitting.add(order);
        continue;
      }
      BigDecimal quantity = order.order().totalQuantity();
      QuantityStep step = steps.apply(order.contract().conId());
      BigDecimal smaller = step.towardsZero(quantity.multiply(factor));
      boolean isSent = smaller.signum() > 0 && step.refusal(smaller).isEmpty();
      scaled.merge(
          order.contract().localSymbol(),
          "the order is for %s instead of %s, because the cash in %s, or the account's available funds, do not cover all purchases"
              .formatted(
                  isSent ? smaller.toPlainString() : "nothing",
                  quantity.toPlainString(),
                  spending(order).orElseThrow().currency()),
          (first, next) -> first + "; " + next);
      if (isSent) {
        fitting.add(resized(order, smaller, step));
      }
    }
    return new Fit(fitting, scaled, violations);
  }

  /** Leaves the orders as they are, and names the purchases that the cash does not cover. */
  public Fit checked(List<PlannedOrder> orders) {
    List<String> violations = new ArrayList<>();
    for (String currency : currencies(orders)) {
      Optional<String> unknown = unknown(orders, currency);
      if (unknown.isPresent()) {
        violations.add(unknown.get());
        continue;
      }
      BigDecimal needed = needed(orders, currency);
      BigDecimal free = free(orders, currency);
      if (needed.signum() > 0 && needed.compareTo(free) > 0) {
        violations.add(
            ("the purchases in %s need %s with their reserve, and the free cash in %s is %s%s. With"
                    + " limits.scaleToFit they are made smaller")
                .formatted(currency, money(needed), currency, money(free), withProceeds()));
      }
    }
    if (violations.isEmpty()) {
      Optional<BigDecimal> total = inBase(needed(orders), violations);
      total
          .filter(amount -> amount.signum() > 0 && amount.compareTo(funds(orders)) > 0)
          .ifPresent(
              amount ->
                  violations.add(
                      ("the purchases need %s in the base currency with their reserve, and the"
                              + " account's available funds are %s%s. With limits.scaleToFit they"
                              + " are made smaller")
                          .formatted(money(amount), money(funds(orders)), withProceeds())));
    }
    return new Fit(orders, new TreeMap<>(), violations);
  }

  /**
   * Makes all purchases smaller in proportion if they need more than the available funds. A
   * purchase needs no more margin than its value, so the broker can take it then.
   */
  private void keepWithinFunds(
      List<PlannedOrder> orders, SortedMap<String, BigDecimal> factors, List<String> violations) {
    SortedMap<String, BigDecimal> needed = needed(orders);
    needed.replaceAll(
        (currency, amount) -> amount.multiply(factors.getOrDefault(currency, BigDecimal.ONE)));
    Optional<BigDecimal> total = inBase(needed, violations);
    BigDecimal funds = funds(orders).max(BigDecimal.ZERO);
    if (total.filter(amount -> amount.compareTo(funds) > 0).isPresent()) {
      BigDecimal factor = funds.divide(total.get(), ROUNDED_DOWN);
      needed
          .keySet()
          .forEach(
              currency ->
                  factors.merge(
                      currency, factor, (own, other) -> own.multiply(other, ROUNDED_DOWN)));
    }
  }

  private SortedMap<String, BigDecimal> needed(List<PlannedOrder> orders) {
    SortedMap<String, BigDecimal> needed = new TreeMap<>();
    currencies(orders).forEach(currency -> needed.put(currency, needed(orders, currency)));
    return needed;
  }

  /** The sum of amounts in the base currency; empty, with a violation, if a rate is missing. */
  private Optional<BigDecimal> inBase(
      SortedMap<String, BigDecimal> amounts, List<String> violations) {
    String base = Account.availableFunds(updates).currency();
    SortedMap<String, BigDecimal> rates = Account.byCurrency(updates, "ExchangeRate");
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> amount : amounts.entrySet()) {
      BigDecimal rate = amount.getKey().equals(base) ? BigDecimal.ONE : rates.get(amount.getKey());
      if (rate == null) {
        violations.add(
            "the purchases in "
                + amount.getKey()
                + " cannot be compared with the available funds, because there is no exchange"
                + " rate");
        return Optional.empty();
      }
      sum = sum.add(amount.getValue().multiply(rate));
    }
    return Optional.of(sum);
  }

  /** The account's available funds, less the purchases that are on order or go first. */
  private BigDecimal funds(List<PlannedOrder> orders) {
    SortedMap<String, BigDecimal> first = new TreeMap<>();
    for (String currency : currencies(orders)) {
      first.put(currency, claimed(orders, currency));
    }
    return Account.amount(Account.availableFunds(updates))
        .add(inBase(new TreeMap<>(proceeds), new ArrayList<>()).orElse(BigDecimal.ZERO))
        .subtract(inBase(first, new ArrayList<>()).orElse(BigDecimal.ZERO));
  }

  /**
   * The purchases that the cash does not cover, each with the reason. It pays the purchases in
   * their sequence, as far as it goes.
   */
  Map<PlannedOrder, String> uncovered(List<PlannedOrder> orders) {
    List<PlannedOrder> limited = orders.stream().filter(this::isLimited).toList();
    if (limited.isEmpty() || coversTogether(orders)) {
      return Map.of();
    }
    List<PlannedOrder> paid =
        new ArrayList<>(orders.stream().filter(order -> !isLimited(order)).toList());
    Map<PlannedOrder, String> uncovered = new LinkedHashMap<>();
    for (PlannedOrder order : limited) {
      paid.add(order);
      List<String> violations = checked(paid).violations();
      if (!violations.isEmpty()) {
        paid.remove(paid.size() - 1);
        uncovered.put(order, String.join("; ", violations));
      }
    }
    return uncovered;
  }

  /**
   * Whether the cash covers all orders together. Then it covers each beginning of their sequence,
   * too. That is not certain if a limit price is below 0, because the order would bring cash.
   */
  private boolean coversTogether(List<PlannedOrder> orders) {
    boolean bringsCash =
        Stream.concat(
                openSpendings().stream(),
                orders.stream().flatMap(order -> spending(order).stream()))
            .map(Spending::amount)
            .anyMatch(amount -> amount != null && amount.signum() < 0);
    return !bringsCash && checked(orders).violations().isEmpty();
  }

  boolean isLimited(PlannedOrder order) {
    return !reducing.contains(order.contract().conId()) && spending(order).isPresent();
  }

  private BigDecimal factor(PlannedOrder order, SortedMap<String, BigDecimal> factors) {
    return isLimited(order) ? factors.get(spending(order).orElseThrow().currency()) : null;
  }

  private static PlannedOrder resized(PlannedOrder order, BigDecimal quantity, QuantityStep step) {
    return order.resized(
        quantity,
        order.source().isEmpty()
            ? order.source()
            : new Attribution(order.source(), step.increment())
                .totals(order.order().signed(quantity)));
  }

  private Set<String> currencies(List<PlannedOrder> orders) {
    Set<String> currencies = new TreeSet<>();
    orders.stream()
        .filter(this::isLimited)
        .forEach(order -> currencies.add(spending(order).orElseThrow().currency()));
    return currencies;
  }

  private Optional<String> unknown(List<PlannedOrder> orders, String currency) {
    boolean isOpenUnknown =
        openSpendings(currency).stream().anyMatch(spending -> spending.amount() == null);
    boolean isUnknown =
        orders.stream()
            .flatMap(order -> spending(order).stream())
            .anyMatch(
                spending -> spending.currency().equals(currency) && spending.amount() == null);
    return isOpenUnknown || isUnknown
        ? Optional.of(
            "the purchases in "
                + currency
                + " cannot be compared with the cash, because "
                + (isUnknown ? "an order" : "an open order")
                + " has no price")
        : Optional.empty();
  }

  private BigDecimal needed(List<PlannedOrder> orders, String currency) {
    return sum(orders.stream().filter(this::isLimited).toList(), currency);
  }

  private BigDecimal sum(List<PlannedOrder> orders, String currency) {
    return orders.stream()
        .flatMap(order -> spending(order).stream())
        .filter(spending -> spending.currency().equals(currency))
        .map(Spending::amount)
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /** The cash in a currency that open orders and orders that reduce a position leave. */
  private BigDecimal free(List<PlannedOrder> orders, String currency) {
    BigDecimal cash = Account.byCurrency(updates, "CashBalance").get(currency);
    return (cash == null ? BigDecimal.ZERO : cash)
        .add(proceeds.getOrDefault(currency, BigDecimal.ZERO))
        .subtract(claimed(orders, currency));
  }

  /** The cash that open orders and orders that reduce a position spend. */
  private BigDecimal claimed(List<PlannedOrder> orders, String currency) {
    BigDecimal open =
        openSpendings(currency).stream()
            .map(Spending::amount)
            .reduce(BigDecimal.ZERO, BigDecimal::add);
    List<PlannedOrder> first = orders.stream().filter(order -> !isLimited(order)).toList();
    return open.add(sum(first, currency));
  }

  private List<Spending> openSpendings(String currency) {
    return openSpendings().stream()
        .filter(spending -> spending.currency().equals(currency))
        .toList();
  }

  private List<Spending> openSpendings() {
    return openOrders.stream()
        .filter(trade -> trade.openOrder().order().account().equals(account))
        .flatMap(
            trade ->
                Spending.of(
                    trade.openOrder().contract(),
                    trade.openOrder().order(),
                    trade.signedRemaining().abs(),
                    pricing)
                    .stream())
        .toList();
  }

  private Optional<Spending> spending(PlannedOrder order) {
    return Spending.of(order, pricing);
  }

  private String withProceeds() {
    return proceeds.isEmpty() ? "" : ", with the sales of this run";
  }

  private static String money(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString();
  }
}
