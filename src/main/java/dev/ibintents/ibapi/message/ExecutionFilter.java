package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * The filter of a {@link ReqExecutions}. An empty text matches everything.
 *
 * @param clientId only executions of this client; 0 for all
 * @param acctCode only executions of this account
 * @param time only executions since this time: {@code yyyyMMdd-HH:mm:ss} in UTC, or {@code yyyyMMdd
 *     HH:mm:ss} with a blank and a zone
 * @param symbol only executions of this symbol
 * @param secType only executions of this security type
 * @param exchange only executions at this exchange
 * @param side only BUY or only SELL
 */
public record ExecutionFilter(
    int clientId,
    String acctCode,
    String time,
    String symbol,
    String secType,
    String exchange,
    String side) {

  /** The filter that every execution passes. */
  public static final ExecutionFilter ALL = new ExecutionFilter(0, "", "", "", "", "", "");

  /** This filter for one account. */
  public ExecutionFilter withAcctCode(String account) {
    return new ExecutionFilter(clientId, account, time, symbol, secType, exchange, side);
  }

  static ExecutionFilter read(FieldReader in) {
    return new ExecutionFilter(
        in.integer(), in.text(), in.text(), in.text(), in.text(), in.text(), in.text());
  }

  void write(FieldWriter out) {
    out.integer(clientId)
        .text(acctCode)
        .text(time)
        .text(symbol)
        .text(secType)
        .text(exchange)
        .text(side);
  }
}
