package dev.ibintents.trading.ledger;

import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.SoftDollarTier;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keys and plans to test with. */
public final class Samples {
  public static final String REQUEST = doubleQuoted("{'strategies': ['dummy']}");

  /** The headers of a request that says nothing of its run. */
  public static final RunHeaders NO_HEADERS =
      new RunHeaders(Optional.empty(), Optional.empty(), Optional.empty());

  private Samples() {}

  /** How long an invocation that has so much time waits for others at the most. */
  public static Duration patience(Duration timeout) {
    return Waiting.patience(timeout);
  }

  public static RunKey key(String idempotencyKey) {
    return key(TradingMode.PAPER, idempotencyKey);
  }

  public static RunKey key(TradingMode mode, String idempotencyKey) {
    RunHeaders headers =
        new RunHeaders(Optional.of(idempotencyKey), Optional.empty(), Optional.empty());
    return RunKey.of(mode, "allocation", headers, "", 15, Instant.EPOCH);
  }

  public static RunKey signature(String signature, int retryCheckMinutes) {
    return RunKey.of(
        TradingMode.PAPER, "allocation", NO_HEADERS, signature, retryCheckMinutes, Instant.EPOCH);
  }

  public static RunPlan plan() {
    return new RunPlan(REQUEST, Map.of(), List.of(stock("BUY", "7.5"), future()));
  }

  public static PlannedOrder stock(String action, String quantity) {
    Contract spy =
        Contract.builder()
            .conId(756733)
            .symbol("SPY")
            .secType("STK")
            .exchange("SMART")
            .primaryExchange("ARCA")
            .currency("USD")
            .build();
    BigDecimal wanted = new BigDecimal(quantity);
    return new PlannedOrder(
        spy,
        order(action, wanted)
            .set(OrderField.ALGO_STRATEGY, "Adaptive")
            .set(OrderField.ALGO_PARAMS, List.of(new TagValue("adaptivePriority", "Normal")))
            .build(),
        Shares.of("trend", wanted.add(BigDecimal.TEN)).plus("weights", BigDecimal.TEN.negate()));
  }

  public static PlannedOrder future() {
    Contract mnq =
        Contract.builder()
            .conId(620730920)
            .symbol("MNQ")
            .secType("FUT")
            .lastTradeDateOrContractMonth("20261218")
            .multiplier("2")
            .exchange("CME")
            .currency("USD")
            .localSymbol("MNQZ6")
            .build();
    Order order =
        order("SELL", BigDecimal.ONE)
            .set(OrderField.ORDER_TYPE, "LMT")
            .set(OrderField.LMT_PRICE, new BigDecimal("25123.25"))
            .set(OrderField.OUTSIDE_RTH, true)
            .set(OrderField.MIN_QTY, 1)
            .build();
    return new PlannedOrder(mnq, order, Shares.of("dummy", BigDecimal.ONE.negate()));
  }

  /** An order with each kind of value that its fields may have. */
  static PlannedOrder conditional() {
    PlannedOrder stock = stock("BUY", "3");
    Order order =
        stock.order().toBuilder()
            .set(
                OrderField.CONDITIONS,
                List.of(
                    new OrderCondition.Price("a", true, new BigDecimal("600.5"), 756733, "ARCA", 2),
                    new OrderCondition.Time("o", false, "20261123 15:30:00 UTC"),
                    new OrderCondition.Margin("a", false, 30),
                    new OrderCondition.Execution("a", "STK", "SMART", "IEF"),
                    new OrderCondition.Volume("o", true, 1000, 756733, "SMART"),
                    new OrderCondition.PercentChange(
                        "a", true, new BigDecimal("-1.25"), 756733, "SMART")))
            .set(OrderField.CONDITIONS_IGNORE_RTH, true)
            .set(OrderField.SOFT_DOLLAR_TIER, new SoftDollarTier("tier", "1", "Tier 1"))
            .build();
    return new PlannedOrder(stock.contract(), order, stock.source());
  }

  public static Order.Builder order(String action, BigDecimal quantity) {
    return Order.builder()
        .set(OrderField.ACTION, action)
        .set(OrderField.TOTAL_QUANTITY, quantity)
        .set(OrderField.ORDER_TYPE, "MKT")
        .set(OrderField.TIF, "DAY");
  }
}
