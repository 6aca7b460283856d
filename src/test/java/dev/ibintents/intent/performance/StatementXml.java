package dev.ibintents.intent.performance;

import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.simulator.account.PaperFill;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The XML of an Activity Flex Query, made up in the broker's shape. */
public final class StatementXml {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd;HHmmss").withZone(ZoneId.of("America/New_York"));

  private final String account;
  private final String from;
  private final String to;
  private final List<String> trades = new ArrayList<>();
  private final List<String> cash = new ArrayList<>();
  private final List<String> actions = new ArrayList<>();
  private final List<String> positions = new ArrayList<>();
  private boolean hasPositions;

  /** A statement of an account for these days, such as 20261130. */
  public StatementXml(String account, String from, String to) {
    this.account = account;
    this.from = from;
    this.to = to;
  }

  /** Adds executions of the simulated account as the broker's statement has them. */
  public StatementXml trades(Iterable<PaperFill> fills) {
    fills.forEach(fill -> trade(fill, fill.execId(), fill.execution().orderRef()));
    return this;
  }

  /** Adds an execution under another id, or of another reference. */
  public StatementXml trade(PaperFill fill, String execId, String orderRef) {
    BigDecimal quantity = fill.signedQuantity();
    trades.add(
        row(
            "Trade",
            "currency",
            fill.instrument().currency(),
            "assetCategory",
            fill.instrument().kind().name(),
            "symbol",
            fill.instrument().localSymbol(),
            "conid",
            fill.instrument().conId(),
            "multiplier",
            "1",
            "tradeID",
            fill.execution().permId() + "1",
            "ibOrderID",
            fill.execution().permId(),
            "ibExecID",
            execId,
            "orderReference",
            orderRef,
            "transactionType",
            "ExchTrade",
            "buySell",
            quantity.signum() < 0 ? "SELL" : "BUY",
            "quantity",
            quantity.toPlainString(),
            "tradePrice",
            fill.execution().price().toPlainString(),
            "ibCommission",
            fill.commission().commission().negate().toPlainString(),
            "ibCommissionCurrency",
            fill.commission().currency(),
            "dateTime",
            TIME.format(fill.time()),
            "levelOfDetail",
            "EXECUTION"));
    return this;
  }

  /** Adds a payment; {@code conId} 0 for none, {@code exDate} empty for none. */
  public StatementXml cash(
      String id, String type, String amount, int conId, String date, String exDate) {
    cash.add(
        row(
            "CashTransaction",
            "type",
            type,
            "currency",
            "USD",
            "amount",
            amount,
            "conid",
            conId == 0 ? "" : conId,
            "dateTime",
            date + ";202000",
            "reportDate",
            date,
            "exDate",
            exDate,
            "transactionID",
            id,
            "description",
            type + " of " + id,
            "levelOfDetail",
            "DETAIL"));
    return this;
  }

  /** Adds a corporate action. */
  public StatementXml action(
      String id, String type, int conId, String quantity, Instant time, String description) {
    actions.add(
        row(
            "CorporateAction",
            "type",
            type,
            "conid",
            conId,
            "symbol",
            "C" + conId,
            "quantity",
            quantity,
            "dateTime",
            TIME.format(time),
            "actionDescription",
            description,
            "transactionID",
            id));
    return this;
  }

  /** Sets the positions at the end of the last day. */
  public StatementXml positions(Map<Integer, BigDecimal> held) {
    hasPositions = true;
    held.forEach(
        (conId, quantity) ->
            positions.add(
                row(
                    "OpenPosition",
                    "conid",
                    conId,
                    "symbol",
                    "C" + conId,
                    "position",
                    quantity.toPlainString(),
                    "reportDate",
                    to,
                    "levelOfDetail",
                    "SUMMARY")));
    return this;
  }

  private static String row(String element, Object... attributes) {
    StringBuilder row = new StringBuilder("<").append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      String value = String.valueOf(attributes[i + 1]);
      row.append(' ')
          .append(attributes[i])
          .append("='")
          .append(value.replace("&", "&amp;").replace("<", "&lt;").replace("'", "&apos;"))
          .append('\'');
    }
    return row.append("/>\n").toString();
  }

  private static String section(String name, List<String> rows) {
    return "<" + name + ">\n" + String.join("", rows) + "</" + name + ">\n";
  }

  @Override
  public String toString() {
    return doubleQuoted(
        "<FlexQueryResponse queryName='books' type='AF'>\n<FlexStatements count='1'>\n"
            + "<FlexStatement accountId='%s' fromDate='%s' toDate='%s' period=''>\n"
                .formatted(account, from, to)
            + "<AccountInformation accountId='%s' currency='USD'/>\n".formatted(account)
            + section("Trades", trades)
            + section("CashTransactions", cash)
            + section("CorporateActions", actions)
            + (hasPositions ? section("OpenPositions", positions) : "")
            + "</FlexStatement>\n</FlexStatements>\n</FlexQueryResponse>\n");
  }
}
