package dev.ibintents.intent.trade;

import dev.ibintents.environment.Configuration;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The positions of the whole account, for limits: the quantity of each contract, and the quantity
 * that open orders may still add.
 *
 * <p>A contract that strategies trade is valued at the market's price. Another held contract is
 * valued by the broker. A contract that is only on order has no value in the account, so it is
 * looked up and quoted too.
 */
public final class AccountPositions {
  private static final String COMBINATION = "BAG";

  private final AccountUpdates updates;
  private final LeftOut leftOut;
  private final List<PortfolioValue> portfolio;
  private final List<OpenTrade> openOrders;
  private final Map<Integer, ResolvedContract> traded;
  private final SortedMap<Integer, ResolvedContract> onlyQuoted = new TreeMap<>();

  /**
   * The holdings that limits do not count.
   *
   * @param ignored the contracts that this product ignores, by conId
   * @param parked the holdings that no strategy trades; none if limits count them
   */
  public record LeftOut(Set<Integer> ignored, Parked parked) {
    /** The holdings that the configuration leaves out; {@code parked} are the parked holdings. */
    public static LeftOut of(Configuration configuration, Parked parked) {
      return new LeftOut(
          configuration.ignoredContracts(),
          configuration.limits().countParked() ? Parked.NONE : parked);
    }
  }

  /**
   * @param account the account
   * @param updates the account's values and portfolio
   * @param openOrders the open orders of all clients and accounts
   * @param traded the contracts that strategies trade, by conId
   * @param leftOut the holdings that do not count
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

  /**
   * The positions, and the prices that value them.
   *
   * @param positions one position for each contract, also for contracts that are only traded or on
   *     order
   * @param quotes the prices and exchange rates
   */
  public record Valued(List<AccountPosition> positions, Quotes quotes) {}

  /**
   * Values the positions. Asks for the prices of the contracts that strategies trade, and of other
   * contracts without a known value.
   *
   * @param tools the invocation's tools; its gateway is connected
   * @throws dev.ibintents.ibapi.GatewayException as {@link Quotes#ask} does
   */
  public Valued value(TradingTools tools) {
    onlyQuoted.putAll(tools.contracts().found(unvalued()));
    Quotes quotes = quotes(tools);
    return new Valued(positions(quotes), quotes);
  }

  private Quotes quotes(TradingTools tools) {
    List<ResolvedContract> quoted = new ArrayList<>(traded.values());
    quoted.addAll(onlyQuoted.values());
    return Quotes.ask(
        tools.quotes(),
        quoted,
        traded.values().stream().map(ResolvedContract::currency).toList(),
        Account.netLiquidation(updates).currency(),
        tools.environment().clock().instant());
  }

  /** The conIds of contracts that are held or on order, and have no value from either source. */
  private Set<Integer> unvalued() {
    Set<Integer> unvalued = new TreeSet<>();
    Set<Integer> held = new TreeSet<>();
    for (PortfolioValue value : portfolio) {
      Contract contract = value.contract();
      held.add(contract.conId());
      if (isPosition(contract) && !isTraded(contract) && ownValue(value).isEmpty()) {
        unvalued.add(contract.conId());
      }
    }
    for (OpenTrade open : openOrders) {
      Contract contract = open.openOrder().contract();
      if (isPosition(contract)
          && !isTraded(contract)
          && !held.contains(contract.conId())
          && !contract.secType().equals(COMBINATION)) {
        unvalued.add(contract.conId());
      }
    }
    return unvalued;
  }

  private List<AccountPosition> positions(Quotes quotes) {
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

  /**
   * Whether limits count a contract: not if it is ignored, nor if it is an untraded currency pair.
   */
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

  /** The broker's own value of one unit. It includes the unit of the quoted price. */
  private Optional<UnitValue> ownValue(PortfolioValue held) {
    return UnitValue.held(held, exchangeRate(held.contract()));
  }

  /** The value at the last close, or at the order's own limit price if that is higher. */
  private UnitValue onOrder(Contract contract, Order order, Quotes quotes) {
    UnitValue close = quoted(contract, quotes);
    BigDecimal limit = order.orderType().contains("LMT") ? order.lmtPrice() : null;
    return limit == null ? close : close.atLeastAt(limit);
  }

  private UnitValue quoted(Contract contract, Quotes quotes) {
    ResolvedContract known = onlyQuoted.get(contract.conId());
    return known == null
        ? new UnitValue(null, null, exchangeRate(contract))
        : quotes.valueOf(known).atLast().withFx(exchangeRate(contract));
  }

  private BigDecimal exchangeRate(Contract contract) {
    return Account.byCurrency(updates, "ExchangeRate").get(contract.currency());
  }
}
