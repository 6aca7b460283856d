package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;

/**
 * Which executions a {@link ReqExecutions} asks for. Empty text lets everything through.
 *
 * @param clientId only this client's; 0 for all
 * @param acctCode only this account's
 * @param time only those since then: {@code yyyyMMdd-HH:mm:ss} in UTC, or {@code yyyyMMdd HH:mm:ss}
 *     with a blank and a zone
 * @param symbol only this symbol's
 * @param secType only this type's
 * @param exchange only this exchange's
 * @param side BUY or SELL
 */
public record ExecutionFilter(
    int clientId,
    String acctCode,
    String time,
    String symbol,
    String secType,
    String exchange,
    String side) {

  /** Lets everything through. */
  public static final ExecutionFilter ALL = new ExecutionFilter(0, "", "", "", "", "", "");

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
