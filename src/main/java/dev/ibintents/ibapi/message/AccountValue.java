package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * One value of an account, as answer to {@link ReqAccountUpdates}.
 *
 * @param key CashBalance, NetLiquidation, ExchangeRate …; -S and -C mark the securities and
 *     commodities segments
 * @param value an amount in {@code currency}, a flag or text
 * @param currency the value's currency; BASE for the total in the base currency; empty for a value
 *     without a currency
 * @param account the account
 */
public record AccountValue(String key, String value, String currency, String account)
    implements Response {
  /** The message's id on the wire. */
  public static final int ID = 6;

  private static final int VERSION = 2;

  /** The value as an exact decimal; empty if there is none, or if it is no number. */
  public Optional<BigDecimal> amount() {
    try {
      return Optional.ofNullable(FieldReader.parseDecimal(value));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static AccountValue read(FieldReader in) {
    in.skip(); // version
    return new AccountValue(in.text(), in.text(), in.text(), in.text());
  }

  @Override
  public void write(FieldWriter out) {
    out.integer(ID).integer(VERSION).text(key).text(value).text(currency).text(account);
  }
}
