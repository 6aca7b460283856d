package dev.ibintents.ibapi.message;

import static dev.ibintents.ibapi.wire.FieldWriter.UNSET_INTEGER;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.util.List;

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
 * @param lastNDays executions of so many days, today among them; {@code null} for today alone.
 *     Since server version 200
 * @param specificDates executions of these days, as the numbers yyyyMMdd. Since server version 200
 */
public record ExecutionFilter(
    int clientId,
    String acctCode,
    String time,
    String symbol,
    String secType,
    String exchange,
    String side,
    Integer lastNDays,
    List<Integer> specificDates) {

  /** The filter that every execution passes. */
  public static final ExecutionFilter ALL =
      new ExecutionFilter(0, "", "", "", "", "", "", null, List.of());

  private static final int PARAMETRIZED_DAYS = 200;

  /** Copies the dates. */
  public ExecutionFilter {
    specificDates = List.copyOf(specificDates);
  }

  /** This filter for one account. */
  public ExecutionFilter withAcctCode(String account) {
    return new ExecutionFilter(
        clientId, account, time, symbol, secType, exchange, side, lastNDays, specificDates);
  }

  /** This filter for the last days, today among them. Gateways keep seven. */
  public ExecutionFilter withLastNDays(int days) {
    return new ExecutionFilter(
        clientId, acctCode, time, symbol, secType, exchange, side, days, specificDates);
  }

  static ExecutionFilter read(FieldReader in) {
    return new ExecutionFilter(
        in.integer(1),
        in.text(2),
        in.text(3),
        in.text(4),
        in.text(5),
        in.text(6),
        in.text(7),
        in.since(PARAMETRIZED_DAYS) ? in.integerOrUnset(8) : null,
        in.since(PARAMETRIZED_DAYS) ? in.integers(9) : List.of());
  }

  void write(FieldWriter out) {
    out.integer(1, clientId)
        .text(2, acctCode)
        .text(3, time)
        .text(4, symbol)
        .text(5, secType)
        .text(6, exchange)
        .text(7, side);
    if (out.since(PARAMETRIZED_DAYS)) {
      out.integer(8, lastNDays, UNSET_INTEGER).list(specificDates.size());
      for (int date : specificDates) {
        out.integer(9, date);
      }
    }
  }
}
