package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderPreview;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Listing;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Computes the effect of an order on the account's margin, and whether the account can afford it.
 */
public final class Margin {
  /**
   * The margin of overdrawn balances. The rate is made up; it is near the broker's for major
   * currencies.
   */
  private static final BigDecimal MARGIN_OF_LOANS = new BigDecimal("0.05");

  private final PaperAccount account;
  private final Market market;

  /** Computes margins at the prices of a market. */
  public Margin(PaperAccount account, Market market) {
    this.account = account;
    this.market = market;
  }

  /**
   * The answer to a what-if order: the margins before and after, in the base currency, and the
   * commission.
   *
   * <p>The rule is like Regulation T. Shares need 50 % of their value at first and 25 % later, long
   * or short. Bills need 1 %. A bought option needs its value. A written option needs its value and
   * 20 % of its notional. Futures need 8 % of their notional at first and 7.2 % later. The equity
   * with loan value is the net liquidation value.
   */
  OrderState state(Order order, Listing listing) {
    Valuation before = account.valuation();
    Valuation after = after(order, listing, order.totalQuantity());
    BigDecimal init = initial(before);
    BigDecimal maint = maintenance(before);
    BigDecimal worth = before.netLiquidation();
    BigDecimal initAfter = initial(after);
    BigDecimal maintAfter = maintenance(after);
    BigDecimal worthAfter = after.netLiquidation();
    OrderState state =
        OrderState.builder()
            .status("PreSubmitted")
            .initMarginBefore(init)
            .maintMarginBefore(maint)
            .equityWithLoanBefore(worth)
            .initMarginChange(initAfter.subtract(init))
            .maintMarginChange(maintAfter.subtract(maint))
            .equityWithLoanChange(worthAfter.subtract(worth))
            .initMarginAfter(initAfter)
            .maintMarginAfter(maintAfter)
            .equityWithLoanAfter(worthAfter)
            .commission(commission(order, listing.instrument()))
            .commissionCurrency(listing.instrument().currency())
            .build();
    return state.toBuilder().preview(preview(state, order.totalQuantity())).build();
  }

  /** The same margins outside regular hours, in which this market needs no more. */
  private static OrderPreview preview(OrderState state, BigDecimal quantity) {
    return new OrderPreview(
        PaperAccount.BASE_CURRENCY,
        state.initMarginBefore(),
        state.maintMarginBefore(),
        state.equityWithLoanBefore(),
        state.initMarginChange(),
        state.maintMarginChange(),
        state.equityWithLoanChange(),
        state.initMarginAfter(),
        state.maintMarginAfter(),
        state.equityWithLoanAfter(),
        quantity,
        "",
        List.of());
  }

  /**
   * The rejection of an order that the account cannot afford; empty if it can. Such an order needs
   * more margin than before and more than the account has.
   *
   * @param quantity the units of the order that are still to be filled
   */
  Optional<Refusal> shortage(Order order, Listing listing, BigDecimal quantity) {
    Valuation after = after(order, listing, quantity);
    BigDecimal needed = required(after);
    BigDecimal worth = after.netLiquidation();
    if (needed.compareTo(worth) <= 0 || needed.compareTo(required(account.valuation())) <= 0) {
      return Optional.empty();
    }
    return Optional.of(
        Refusal.byBroker(
            ("YOUR ORDER IS NOT ACCEPTED. IN ORDER TO OBTAIN THE DESIRED POSITION YOUR EQUITY WITH"
                    + " LOAN VALUE [%s %s] MUST EXCEED THE INITIAL MARGIN [%s %s]")
                .formatted(worth, PaperAccount.BASE_CURRENCY, needed, PaperAccount.BASE_CURRENCY)));
  }

  private Valuation after(Order order, Listing listing, BigDecimal quantity) {
    boolean buys = order.action().equals("BUY");
    Instrument instrument = listing.instrument();
    return account.valuationAfter(
        instrument,
        listing.exchange(),
        buys ? quantity : quantity.negate(),
        market.price(instrument, buys));
  }

  private BigDecimal commission(Order order, Instrument instrument) {
    BigDecimal price = market.price(instrument, order.action().equals("BUY"));
    return account.commission(instrument, order.totalQuantity(), price);
  }

  private static BigDecimal required(Valuation valuation) {
    BigDecimal loans = valuation.inBase(currency -> valuation.cash(currency).min(BigDecimal.ZERO));
    return initial(valuation).add(Valuation.cents(loans.negate().multiply(MARGIN_OF_LOANS)));
  }

  private static BigDecimal initial(Valuation valuation) {
    return valuation.initialMarginOfStocks().add(valuation.initialMarginOfFutures());
  }

  private static BigDecimal maintenance(Valuation valuation) {
    return valuation.maintenanceMarginOfStocks().add(valuation.maintenanceMarginOfFutures());
  }
}
