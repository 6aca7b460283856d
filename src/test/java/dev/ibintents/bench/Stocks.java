package dev.ibintents.bench;

import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.ibapi.message.Contract;

/** Contracts of stocks in US dollars, routed by SMART. */
public final class Stocks {
  private Stocks() {}

  public static Contract.Builder contract(String symbol) {
    return Contract.builder().symbol(symbol).secType("STK").exchange("SMART").currency("USD");
  }

  /** The contract as a request writes it. */
  public static String json(String symbol) {
    return doubleQuoted("{'symbol':'%s','secType':'STK','exchange':'SMART','currency':'USD'}")
        .formatted(symbol);
  }
}
