package dev.ibintents.simulator.universe;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A field of an instrument in a universe file. The words are those of the protocol. */
enum InstrumentField {
  /** The number: above 0, and no other instrument's. */
  CON_ID("conId"),
  /** STK, FUT or CASH. */
  SEC_TYPE("secType"),
  /** The symbol; the base currency of a pair. */
  SYMBOL("symbol"),
  /** The currency of the price; USD if it is left out. */
  CURRENCY("currency"),
  /** The listing venue; NASDAQ, CME or IDEALPRO if it is left out. */
  EXCHANGE("exchange"),
  /** The exchange's own name; the symbol, with the currency for a pair, if it is left out. */
  LOCAL_SYMBOL("localSymbol"),
  /** The trading class; the symbol, or the local symbol of a pair, if it is left out. */
  TRADING_CLASS("tradingClass"),
  /** The name in words; the symbol if it is left out. */
  LONG_NAME("longName"),
  /** The international securities number of a share. */
  ISIN("isin"),
  /** COMMON or ETF of a share; COMMON if it is left out. */
  STOCK_TYPE("stockType"),
  /** The units of the underlying in a future. */
  MULTIPLIER("multiplier"),
  /** The smallest step of the price; the usual one of the type if it is left out. */
  MIN_TICK("minTick"),
  /** The last trading day of a future, such as 2026-12-18. */
  LAST_TRADE_DATE("lastTradeDate"),
  /** The divisor from a price to the currency; 100 for pence. */
  PRICE_MAGNIFIER("priceMagnifier"),
  /** The smallest order; 1 if it is left out. */
  MIN_SIZE("minSize"),
  /** The step of an order's size; 1 if it is left out. */
  SIZE_INCREMENT("sizeIncrement"),
  /** The price around which the simulated price moves. */
  PRICE("price"),
  /** The yearly volatility of the simulated price; 0.25 if it is left out. */
  VOLATILITY("volatility");

  private final String word;

  InstrumentField(String word) {
    this.word = word;
  }

  /** The name of the field in the file. */
  String word() {
    return word;
  }

  /** The field with this name; empty if there is none. */
  static Optional<InstrumentField> of(String word) {
    return Arrays.stream(values()).filter(field -> field.word.equals(word)).findFirst();
  }

  /** The names of all fields. */
  static List<String> words() {
    return Arrays.stream(values()).map(InstrumentField::word).toList();
  }
}
