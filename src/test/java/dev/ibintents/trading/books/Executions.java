package dev.ibintents.trading.books;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.trading.totals.PostingUnit;
import dev.ibintents.trading.totals.TradePrice;
import dev.ibintents.trading.totals.TradedContract;
import java.math.BigDecimal;
import java.util.Optional;

/** Executions to test with. */
public final class Executions {
  public static final String ACCOUNT = "DU1234567";

  /** The unit of a stock that is traded in whole units. */
  static final PostingUnit UNIT = unit("1", "1");

  private Executions() {}

  static PostingUnit unit(String increment, String multiplier) {
    return new PostingUnit(
        new BigDecimal(increment), new BigDecimal(multiplier), Optional.of("USD"));
  }

  /** The price of a contract in dollars. */
  static TradePrice price(int conId, String price) {
    return new TradePrice(
        new TradedContract(conId, "USD", Optional.empty(), BigDecimal.ONE), new BigDecimal(price));
  }

  /** An execution whose cost is not known yet; a negative quantity is a sale. */
  static Fill fill(String execId, String orderRef, int conId, String quantity) {
    BigDecimal signed = new BigDecimal(quantity);
    Execution execution =
        new Execution(
            7,
            execId,
            "20261123 10:45:00 US/Eastern",
            ACCOUNT,
            "ARCA",
            signed.signum() < 0 ? "SLD" : "BOT",
            signed.abs(),
            new BigDecimal("12.5"),
            99,
            1,
            0,
            signed.abs(),
            new BigDecimal("12.5"),
            orderRef,
            "",
            null,
            "",
            2,
            false,
            "",
            null);
    return new Fill(
        Contract.builder().conId(conId).symbol("X").secType("STK").currency("USD").build(),
        execution,
        Optional.empty());
  }

  /** The same execution, with what it cost. */
  static Fill costing(Fill fill, String commission) {
    String execId = fill.execution().execId();
    CommissionReport report =
        new CommissionReport(execId, new BigDecimal(commission), "USD", null, null, "");
    return new Fill(fill.contract(), fill.execution(), Optional.of(report));
  }
}
