package dev.ibintents.intent.trade;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.intent.Account;
import dev.ibintents.intent.cash.CashBalancer;
import dev.ibintents.intent.close.CloseAll;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.run.Resumption;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Checks whether the present configuration still allows the unsent orders of a broken-off run. An
 * order is sent only if
 *
 * <ul>
 *   <li>the intent that recovers it may send orders of that run
 *   <li>trading is enabled, or both the planning intent and the recovering intent are exempt
 *   <li>the order is for the configured account
 *   <li>in an allocation: {@code exposure.overall} is not 0
 *   <li>in an allocation: each strategy with a share in the order is enabled, and its exposure is
 *       above 0 and not below the exposure of the plan
 *   <li>in a cash balancing: the threshold is still configured
 *   <li>in a close-all: the account holds the quantity that the order would close
 *   <li>in an allocation or a cash balancing: the order keeps the limits, see {@link LimitReview}
 * </ul>
 */
public final class PlanReview implements Resumption {
  private final TradingTools tools;
  private final String intent;
  private final Predicate<Run> resumes;

  /**
   * @param tools the invocation's tools; its gateway is connected
   * @param intent the name of the intent that recovers
   * @param resumes whether that intent may send the unsent orders of a run
   */
  public PlanReview(TradingTools tools, String intent, Predicate<Run> resumes) {
    this.tools = tools;
    this.intent = intent;
    this.resumes = resumes;
  }

  /** The name of the intent that recovers. */
  String intent() {
    return intent;
  }

  @Override
  public Map<String, String> refusals(Run run, List<Leg> unsent) {
    if (!resumes.test(run)) {
      return refuseAll(
          unsent, intent + " does not send what a run of " + run.intent() + " has left");
    }
    Environment environment = tools.environment();
    Configuration now = Configuration.load(tools.store(), environment.variables().tradingMode());
    for (String name : List.of(run.intent(), intent)) {
      if (!now.killSwitch().lets(name, Optional.of(run.id()))) {
        return refuseAll(
            unsent,
            "trading is disabled now (tradingEnabled is false, and " + name + " is not exempt)");
      }
    }
    String account = Account.of(now, environment.gateway().session().managedAccounts());
    Map<String, String> refusals =
        named(
            unsent,
            leg ->
                leg.order().account().equals(account)
                    ? Optional.empty()
                    : Optional.of(
                        "it is for the account "
                            + leg.order().account()
                            + ", but the configured account is "
                            + account));
    int serverVersion = environment.gateway().session().serverVersion();
    refusals.putAll(
        named(without(unsent, refusals), leg -> PlaceOrder.misfit(leg.order(), serverVersion)));
    refusals.putAll(byKind(run, now, without(unsent, refusals), new LimitReview(tools, account)));
    return refusals;
  }

  private Map<String, String> byKind(
      Run run, Configuration now, List<Leg> unsent, LimitReview limits) {
    return switch (run.intent()) {
      case CloseAll.NAME -> limits.beyondHoldings(unsent);
      case CashBalancer.NAME ->
          now.cashBalanceThreshold().isEmpty()
              ? refuseAll(unsent, "cashBalanceThresholdInBaseCurrency is not configured any more")
              : limits.ofConversions(now.limits(), run, unsent);
      default -> ofAllocation(run, now, unsent, limits);
    };
  }

  private Map<String, String> ofAllocation(
      Run run, Configuration now, List<Leg> unsent, LimitReview limits) {
    Map<String, String> refusals =
        named(
            unsent,
            leg ->
                leg.source().strategies().stream()
                    .filter(id -> !id.equals(Books.BY_HAND))
                    .map(id -> strategyRefusal(id, run, now.exposure()))
                    .flatMap(Optional::stream)
                    .findFirst());
    refusals.putAll(limits.ofOrders(now.limits(), run, without(unsent, refusals)));
    return refusals;
  }

  /** The reason why orders of a strategy are no longer sent; empty if they are. */
  private Optional<String> strategyRefusal(String id, Run run, Configuration.Exposure exposure) {
    if (exposure.overall().signum() == 0) {
      return Optional.of("exposure.overall is 0 now");
    }
    BigDecimal own = exposure.strategies().getOrDefault(id, BigDecimal.ZERO);
    if (own.signum() <= 0) {
      return Optional.of("exposure.strategies." + id + " is not above 0 any more");
    }
    BigDecimal planned = run.exposures().getOrDefault(id, BigDecimal.ZERO);
    if (exposure.of(id).compareTo(planned) < 0) {
      return Optional.of(
          "the exposure of "
              + id
              + " is "
              + exposure.of(id).toPlainString()
              + " now, and was "
              + planned.toPlainString()
              + " when the order was planned");
    }
    return Strategies.of(tools.environment()).refusal(id, tools.store().get(Strategies.path(id)));
  }

  /** The orders that are not refused. */
  static List<Leg> without(List<Leg> legs, Map<String, String> refusals) {
    return legs.stream().filter(leg -> !refusals.containsKey(leg.orderRef())).toList();
  }

  private static Map<String, String> named(
      List<Leg> legs, Function<Leg, Optional<String>> refusal) {
    Map<String, String> named = new LinkedHashMap<>();
    legs.forEach(leg -> refusal.apply(leg).ifPresent(why -> named.put(leg.orderRef(), why)));
    return named;
  }

  /** Refuses all of these orders for one reason, by orderRef. */
  static Map<String, String> refuseAll(List<Leg> legs, String why) {
    return named(legs, leg -> Optional.of(why));
  }
}
