package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.DecimalText;
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

  private static final int PROTOBUF_SINCE = 207;
  private static final int VERSION = 2;

  /** The value as an exact decimal; empty if there is none, or if it is no number. */
  public Optional<BigDecimal> amount() {
    try {
      return Optional.ofNullable(DecimalText.parse(value));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  static AccountValue read(FieldReader in) {
    in.skip(); // version
    return new AccountValue(in.text(1), in.text(2), in.text(3), in.text(4));
  }

  @Override
  public void write(FieldWriter out) {
    out.message(ID, PROTOBUF_SINCE)
        .version(VERSION)
        .text(1, key)
        .text(2, value)
        .text(3, currency)
        .text(4, account);
  }
}
