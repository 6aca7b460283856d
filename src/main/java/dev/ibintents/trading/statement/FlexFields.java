package dev.ibintents.trading.statement;

import java.util.Map;

/**
 * The attributes of Flex XML that are read, with their names in the broker's form for queries
 * (Reporting Reference, "Activity Flex Query").
 */
final class FlexFields {
  static final String ACCOUNT = "accountId";
  static final String FROM_DATE = "fromDate";
  static final String TO_DATE = "toDate";
  static final String CON_ID = "conid";
  static final String SYMBOL = "symbol";
  static final String ASSET_CLASS = "assetCategory";
  static final String CURRENCY = "currency";
  static final String MULTIPLIER = "multiplier";
  static final String QUANTITY = "quantity";
  static final String TRADE_PRICE = "tradePrice";
  static final String TRADE_MONEY = "tradeMoney";
  static final String BUY_SELL = "buySell";
  static final String COMMISSION = "ibCommission";
  static final String COMMISSION_CURRENCY = "ibCommissionCurrency";
  static final String EXEC_ID = "ibExecID";
  static final String ORDER_ID = "ibOrderID";
  static final String ORDER_REFERENCE = "orderReference";
  static final String TRANSACTION_TYPE = "transactionType";
  static final String TRANSACTION_ID = "transactionID";
  static final String LEVEL_OF_DETAIL = "levelOfDetail";
  static final String DATE_TIME = "dateTime";
  static final String REPORT_DATE = "reportDate";
  static final String EX_DATE = "exDate";
  static final String EXCHANGE = "exchange";
  static final String TYPE = "type";
  static final String AMOUNT = "amount";
  static final String DESCRIPTION = "description";
  static final String ACTION_DESCRIPTION = "actionDescription";
  static final String POSITION = "position";

  private static final Map<String, String> LABELS =
      Map.ofEntries(
          Map.entry(ACCOUNT, "Account ID"),
          Map.entry(FROM_DATE, "From Date"),
          Map.entry(TO_DATE, "To Date"),
          Map.entry(CON_ID, "Conid"),
          Map.entry(CURRENCY, "Currency"),
          Map.entry(MULTIPLIER, "Multiplier"),
          Map.entry(QUANTITY, "Quantity"),
          Map.entry(TRADE_PRICE, "Trade Price"),
          Map.entry(TRADE_MONEY, "Trade Money"),
          Map.entry(BUY_SELL, "Buy/Sell"),
          Map.entry(COMMISSION, "IB Commission"),
          Map.entry(EXEC_ID, "IB Execution ID"),
          Map.entry(TRANSACTION_ID, "Transaction ID"),
          Map.entry(DATE_TIME, "Date/Time"),
          Map.entry(REPORT_DATE, "Report Date"),
          Map.entry(EX_DATE, "Ex Date"),
          Map.entry(TYPE, "Type"),
          Map.entry(AMOUNT, "Amount"),
          Map.entry(POSITION, "Quantity"));

  private FlexFields() {}

  /** The name in the broker's form, with the name in the XML. */
  static String label(String name) {
    String label = LABELS.get(name);
    return label == null ? name : label + " (" + name + ")";
  }
}
