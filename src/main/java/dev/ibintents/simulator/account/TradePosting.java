package dev.ibintents.simulator.account;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.ZoneId;

/**
 * Posts trades to the balances, and writes the execution and the commission report of each trade.
 */
final class TradePosting {
  /** The code of an order that removed liquidity, as an order does that is filled at once. */
  private static final int REMOVED = 2;

  private static final int EXTRA_DECIMALS = 4;

  private final String account;
  private final Broker broker;
  private final ZoneId zone;
  private final PaperBalances balances;
  private int nextExecution;

  /**
   * Posts trades of an account.
   *
   * @param zone the time zone in which executions write their time
   * @param nextExecution the number of the next execution in the account
   */
  TradePosting(
      String account, Broker broker, ZoneId zone, PaperBalances balances, int nextExecution) {
    this.account = account;
    this.broker = broker;
    this.zone = zone;
    this.balances = balances;
    this.nextExecution = nextExecution;
  }

  /** The number of the next execution in the account. */
  int nextExecution() {
    return nextExecution;
  }

  /**
   * Posts one execution of an order.
   *
   * @param before the part of the order that was filled before
   */
  PaperFill post(Order order, Trade trade, FilledPart before) {
    Instrument instrument = trade.instrument();
    BigDecimal shares = trade.shares();
    BigDecimal price = trade.price();
    BigDecimal rate = broker.prices().rate(instrument.currency(), trade.time());
    BigDecimal commission = broker.commissions().ofFill(instrument, before, shares, price, rate);
    boolean buys = order.action().equals("BUY");
    BigDecimal realized =
        balances.post(
            instrument, trade.venue(), buys ? shares : shares.negate(), price, commission);
    FilledPart after = before.plus(trade);
    BigDecimal average = average(after.paid(), after.units(), price.scale());
    String execId = ExecutionIds.of(nextExecution++, trade.time());
    Execution execution =
        new Execution(
            order.orderId(),
            execId,
            GatewayTime.zoned(trade.time(), zone),
            account,
            trade.venue(),
            buys ? "BOT" : "SLD",
            shares,
            price,
            order.permId(),
            order.clientId(),
            0,
            after.units(),
            average,
            order.orderRef(),
            "",
            null,
            "",
            REMOVED,
            false,
            "",
            null);
    return new PaperFill(
        trade.time(), instrument, execution, report(execId, instrument, commission, realized));
  }

  /**
   * Posts a correction of an execution with another amount or price. The wrong trade is reversed
   * first, at its own price. The commission stays.
   *
   * @param shares units of the correct execution; 0 to cancel the execution
   */
  PaperFill correct(PaperFill wrong, BigDecimal shares, BigDecimal price) {
    Execution old = wrong.execution();
    BigDecimal before = wrong.signedQuantity();
    BigDecimal after = before.signum() < 0 ? shares.negate() : shares;
    Instrument instrument = wrong.instrument();
    balances.post(instrument, old.exchange(), before.negate(), old.price(), BigDecimal.ZERO);
    BigDecimal realized =
        shares.signum() == 0
            ? null
            : balances.post(instrument, old.exchange(), after, price, BigDecimal.ZERO);
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
            old.pendingPriceRevision(),
            old.submitter(),
            old.optExerciseOrLapseType());
    BigDecimal commission = wrong.commission().commission();
    return new PaperFill(
        wrong.time(), instrument, right, report(right.execId(), instrument, commission, realized));
  }

  /** Changes the commission of an execution, and pays the difference. */
  PaperFill correctCommission(PaperFill wrong, BigDecimal amount) {
    CommissionReport old = wrong.commission();
    BigDecimal more = amount.subtract(old.commission());
    boolean closed = old.realizedPnl() != null;
    balances.payCommission(wrong.instrument(), wrong.execution().exchange(), more, closed);
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

  /**
   * The average price. It has as many decimals as the price, or up to four more if it needs them.
   */
  static BigDecimal average(BigDecimal paid, BigDecimal units, int scale) {
    BigDecimal exact =
        paid.divide(units, scale + EXTRA_DECIMALS, RoundingMode.HALF_EVEN).stripTrailingZeros();
    return exact.setScale(Math.max(scale, exact.scale()), RoundingMode.UNNECESSARY);
  }

  /** The realized profit in six decimals, as in real reports. */
  private static BigDecimal shown(BigDecimal realized) {
    return realized == null ? null : realized.setScale(6, RoundingMode.HALF_EVEN);
  }
}
