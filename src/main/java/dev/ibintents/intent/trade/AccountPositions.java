package dev.ibintents.intent.trade;

import dev.ibintents.environment.Configuration;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.OpenTrade;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.intent.Account;
import dev.ibintents.trading.AccountPosition;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.UnitValue;
import dev.ibintents.trading.allocation.Quotes;
import dev.ibintents.trading.books.Parked;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the whole account has of each contract, and is about to have by orders that are open: for
 * limits.
 *
 * <p>A contract that strategies trade is worth what the market says. Another one that is held is
 * worth what the broker values it at. One that is only on order has no value in the account, so
 * that it is looked up and quoted besides.
 */
public final class AccountPositions {
  private static final String COMBINATION = "BAG";

  private final AccountUpdates updates;
  private final LeftOut leftOut;
  private final List<PortfolioValue> portfolio;
  private final List<OpenTrade> openOrders;
  private final Map<Integer, ResolvedContract> traded;
  private final SortedMap<Integer, ResolvedContract> besides = new TreeMap<>();

  /**
   * The holdings that limits do not count.
   *
   * @param ignored contracts that are not there for this product
   * @param parked holdings that nobody trades; none if they count
   */
  public record LeftOut(Set<Integer> ignored, Parked parked) {
    /** The holdings that the configuration leaves out, given what is parked. */
    public static LeftOut of(Configuration configuration, Parked parked) {
      return new LeftOut(
          configuration.ignoredContracts(),
          configuration.limits().countParked() ? Parked.NONE : parked);
    }
  }

  /**
   * @param account the account
   * @param updates its values and what it holds
   * @param openOrders of all clients and accounts
   * @param traded the contracts that strategies trade, by conId
   * @param leftOut what does not count
   */
  public AccountPositions(
      String account,
      AccountUpdates updates,
      List<OpenTrade> openOrders,
      Map<Integer, ResolvedContract> traded,
      LeftOut leftOut) {
    this.updates = updates;
    this.leftOut = leftOut;
    this.portfolio =
        updates.portfolio().stream().filter(held -> held.position().signum() != 0).toList();
    this.openOrders = openOrders.stream().filter(open -> isOf(account, open)).toList();
    this.traded = traded;
  }

  private static boolean isOf(String account, OpenTrade open) {
    return open.openOrder().order().account().equals(account);
  }

  /** Looks up the contracts that have to be quoted besides those that strategies trade. */
  public void lookUp(Contracts contracts) {
    Set<ContractSpec> wanted = new LinkedHashSet<>();
    for (PortfolioValue held : portfolio) {
      if (isPosition(held.contract()) && !isTraded(held.contract()) && ownValue(held).isEmpty()) {
        wanted.add(ContractSpec.held(held.contract()));
      }
    }
    Set<Integer> held = new LinkedHashSet<>();
    portfolio.forEach(value -> held.add(value.contract().conId()));
    for (OpenTrade open : openOrders) {
      Contract contract = open.openOrder().contract();
      if (isPosition(contract)
          && !isTraded(contract)
          && !held.contains(contract.conId())
          && !contract.secType().equals(COMBINATION)) {
        wanted.add(ContractSpec.held(contract));
      }
    }
    for (Resolution resolution : contracts.lookUp(wanted).values()) {
      if (resolution instanceof Resolution.Found found) {
        besides.put(found.contract().conId(), found.contract());
      }
    }
  }

  /** The contracts that have been looked up. */
  public SortedMap<Integer, ResolvedContract> besides() {
    return besides;
  }

  /**
   * The positions, one for each contract, those that are only traded included.
   *
   * @param quotes of the contracts that strategies trade, and of those besides
   */
  public List<AccountPosition> all(Quotes quotes) {
    Map<Integer, AccountPosition> positions = new LinkedHashMap<>();
    for (PortfolioValue held : portfolio) {
      if (isPosition(held.contract())) {
        positions.put(
            held.contract().conId(), position(held.contract(), counted(held), value(held, quotes)));
      }
    }
    traded.forEach(
        (conId, contract) ->
            positions.computeIfAbsent(
                conId,
                key ->
                    position(
                        contract.contract(), BigDecimal.ZERO, quotes.valueOf(contract).atLast())));
    for (OpenTrade open : openOrders) {
      Contract contract = open.openOrder().contract();
      if (isPosition(contract)) {
        AccountPosition before =
            positions.computeIfAbsent(
                contract.conId(),
                conId ->
                    position(
                        contract,
                        BigDecimal.ZERO,
                        onOrder(contract, open.openOrder().order(), quotes)));
        positions.put(contract.conId(), before.with(open.signedRemaining()));
      }
    }
    return List.copyOf(positions.values());
  }

  private static AccountPosition position(Contract contract, BigDecimal quantity, UnitValue value) {
    return new AccountPosition(contract.conId(), contract.localSymbol(), quantity, value);
  }

  private BigDecimal counted(PortfolioValue held) {
    return leftOut.parked().leftOutOf(held.contract().conId(), held.position());
  }

  /** Currency pairs are cash, unless a strategy trades one; what is ignored is not there. */
  private boolean isPosition(Contract contract) {
    return !leftOut.ignored().contains(contract.conId())
        && (isTraded(contract) || !CurrencyPair.isPair(contract));
  }

  private boolean isTraded(Contract contract) {
    return traded.containsKey(contract.conId());
  }

  private UnitValue value(PortfolioValue held, Quotes quotes) {
    Contract contract = held.contract();
    ResolvedContract known = traded.get(contract.conId());
    return known != null
        ? quotes.valueOf(known).atLast()
        : ownValue(held).orElseGet(() -> quoted(contract, quotes));
  }

  /** The broker's own value of a unit, in which the unit of the quoted price is counted. */
  private Optional<UnitValue> ownValue(PortfolioValue held) {
    return UnitValue.held(held, exchangeRate(held.contract()));
  }

  /** At the last close, or at the order's own limit if that is higher. */
  private UnitValue onOrder(Contract contract, Order order, Quotes quotes) {
    UnitValue close = quoted(contract, quotes);
    BigDecimal limit = order.orderType().contains("LMT") ? order.lmtPrice() : null;
    return limit == null ? close : close.atLeastAt(limit);
  }

  private UnitValue quoted(Contract contract, Quotes quotes) {
    ResolvedContract known = besides.get(contract.conId());
    return known == null
        ? new UnitValue(null, null, exchangeRate(contract))
        : quotes.valueOf(known).atLast().withFx(exchangeRate(contract));
  }

  private BigDecimal exchangeRate(Contract contract) {
    return Account.byCurrency(updates, "ExchangeRate").get(contract.currency());
  }
}
