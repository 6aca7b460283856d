package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Prices;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;

/** Books trades in the ledger, and writes the execution and the commission report of each. */
final class TradePosting {
  /** Removed liquidity, as an order that is filled at once does. */
  private static final int REMOVED = 2;

  private static final int EXTRA_DECIMALS = 4;

  private final String account;
  private final Prices prices;
  private final ZoneId zone;
  private final PaperBalances ledger;
  private int nextExecution;

  /**
   * @param zone in which executions say their time
   * @param nextExecution the number of the next execution in the account
   */
  TradePosting(
      String account, Prices prices, ZoneId zone, PaperBalances ledger, int nextExecution) {
    this.account = account;
    this.prices = prices;
    this.zone = zone;
    this.ledger = ledger;
    this.nextExecution = nextExecution;
  }

  /** The number of the next execution in the account. */
  int nextExecution() {
    return nextExecution;
  }

  /**
   * Books one execution of an order.
   *
   * @param venue where it happens
   * @param shares units of it
   * @param price of one unit
   * @param done units of the order that were filled before
   * @param paid price × units of what was filled before
   */
  PaperFill book(
      Order order,
      Instrument instrument,
      String venue,
      Instant time,
      BigDecimal shares,
      BigDecimal price,
      BigDecimal done,
      BigDecimal paid) {
    BigDecimal rate = prices.rate(instrument.currency(), time);
    BigDecimal commission = Commissions.ofFill(instrument, done, shares, price, rate);
    boolean buys = order.action().equals("BUY");
    BigDecimal realized =
        ledger.book(instrument, venue, buys ? shares : shares.negate(), price, commission);
    BigDecimal all = done.add(shares);
    BigDecimal average = average(paid.add(shares.multiply(price)), all, price.scale());
    String execId = ExecutionIds.of(nextExecution++, time);
    Execution execution =
        new Execution(
            order.orderId(),
            execId,
            GatewayTime.zoned(time, zone),
            account,
            venue,
            buys ? "BOT" : "SLD",
            shares,
            price,
            order.permId(),
            order.clientId(),
            0,
            all,
            average,
            order.orderRef(),
            "",
            null,
            "",
            REMOVED,
            false);
    return new PaperFill(
        time, instrument, execution, report(execId, instrument, commission, realized));
  }

  /**
   * Books an execution once more, with another amount or price: the wrong one is taken back first,
   * at its own price, and the commission stays.
   *
   * @param shares units of it, 0 if it is taken back altogether
   */
  PaperFill correct(PaperFill wrong, BigDecimal shares, BigDecimal price) {
    Execution old = wrong.execution();
    BigDecimal before = wrong.signedQuantity();
    BigDecimal after = before.signum() < 0 ? shares.negate() : shares;
    Instrument instrument = wrong.instrument();
    ledger.book(instrument, old.exchange(), before.negate(), old.price(), BigDecimal.ZERO);
    BigDecimal realized =
        shares.signum() == 0
            ? null
            : ledger.book(instrument, old.exchange(), after, price, BigDecimal.ZERO);
    BigDecimal paid =
        old.avgPrice()
            .multiply(old.cumQty())
            .subtract(old.price().multiply(old.shares()))
            .add(price.multiply(shares));
    BigDecimal all = old.cumQty().subtract(old.shares()).add(shares);
    Execution right =
        new Execution(
            old.orderId(),
            ExecutionIds.correction(old.execId()),
            old.time(),
            old.acctNumber(),
            old.exchange(),
            old.side(),
            shares,
            price,
            old.permId(),
            old.clientId(),
            old.liquidation(),
            all,
            all.signum() == 0 ? price : average(paid, all, price.scale()),
            old.orderRef(),
            old.evRule(),
            old.evMultiplier(),
            old.modelCode(),
            old.lastLiquidity(),
            old.pendingPriceRevision());
    BigDecimal commission = wrong.commission().commission();
    return new PaperFill(
        wrong.time(), instrument, right, report(right.execId(), instrument, commission, realized));
  }

  /** The execution with another commission; the difference is paid. */
  PaperFill correctCommission(PaperFill wrong, BigDecimal amount) {
    CommissionReport old = wrong.commission();
    BigDecimal more = amount.subtract(old.commission());
    boolean closed = old.realizedPnl() != null;
    ledger.payCommission(wrong.instrument(), wrong.execution().exchange(), more, closed);
    BigDecimal realized = closed ? old.realizedPnl().subtract(more) : null;
    return new PaperFill(
        wrong.time(),
        wrong.instrument(),
        wrong.execution(),
        report(wrong.execId(), wrong.instrument(), amount, realized));
  }

  private static CommissionReport report(
      String execId, Instrument instrument, BigDecimal commission, BigDecimal realized) {
    return new CommissionReport(
        execId, commission, instrument.currency(), shown(realized), null, "");
  }

  /** With as many decimals as the price has, or as it takes up to four more. */
  static BigDecimal average(BigDecimal paid, BigDecimal units, int scale) {
    BigDecimal exact =
        paid.divide(units, scale + EXTRA_DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return exact.setScale(Math.max(scale, exact.scale()), RoundingMode.UNNECESSARY);
  }

  /** Six decimals, as real reports have them. */
  private static BigDecimal shown(BigDecimal realized) {
    return realized == null ? null : realized.setScale(6, RoundingMode.HALF_EVEN);
  }
}
