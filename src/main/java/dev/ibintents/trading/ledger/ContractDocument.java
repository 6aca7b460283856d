package dev.ibintents.trading.ledger;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.Fields;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a run's {@link Contract} is written: what says something, under its name in the TWS API. */
public final class ContractDocument {
  private static final String CON_ID = "conId";
  private static final String SYMBOL = "symbol";
  private static final String SEC_TYPE = "secType";
  private static final String EXPIRY = "lastTradeDateOrContractMonth";
  private static final String STRIKE = "strike";
  private static final String RIGHT = "right";
  private static final String MULTIPLIER = "multiplier";
  private static final String EXCHANGE = "exchange";
  private static final String PRIMARY_EXCHANGE = "primaryExchange";
  private static final String CURRENCY = "currency";
  private static final String LOCAL_SYMBOL = "localSymbol";
  private static final String TRADING_CLASS = "tradingClass";

  private ContractDocument() {}

  public static Map<String, Object> fields(Contract contract) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(CON_ID, contract.conId());
    fields.put(SYMBOL, contract.symbol());
    fields.put(SEC_TYPE, contract.secType());
    fields.put(EXPIRY, contract.lastTradeDateOrContractMonth());
    fields.put(STRIKE, contract.strike());
    fields.put(RIGHT, contract.right());
    fields.put(MULTIPLIER, contract.multiplier());
    fields.put(EXCHANGE, contract.exchange());
    fields.put(PRIMARY_EXCHANGE, contract.primaryExchange());
    fields.put(CURRENCY, contract.currency());
    fields.put(LOCAL_SYMBOL, contract.localSymbol());
    fields.put(TRADING_CLASS, contract.tradingClass());
    fields.values().removeIf(value -> value == null || value.equals(""));
    return fields;
  }

  public static Contract contract(Fields fields) {
    return Contract.builder()
        .conId(Math.toIntExact(fields.integer(CON_ID)))
        .symbol(text(fields, SYMBOL))
        .secType(text(fields, SEC_TYPE))
        .lastTradeDateOrContractMonth(text(fields, EXPIRY))
        .strike(fields.findDecimal(STRIKE).orElse(null))
        .right(text(fields, RIGHT))
        .multiplier(text(fields, MULTIPLIER))
        .exchange(text(fields, EXCHANGE))
        .primaryExchange(text(fields, PRIMARY_EXCHANGE))
        .currency(text(fields, CURRENCY))
        .localSymbol(text(fields, LOCAL_SYMBOL))
        .tradingClass(text(fields, TRADING_CLASS))
        .build();
  }

  private static String text(Fields fields, String name) {
    return fields.findString(name).orElse("");
  }
}
