package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * One bar of a {@link HistoricalData}. Prices are in the contract's currency, and {@code null}
 * where the gateway has none.
 *
 * @param date its start: yyyyMMdd for bars of a day or more, a form that {@link GatewayTime} reads,
 *     or epoch seconds if asked for; a day bar has the date on which its session closes
 * @param open the first price
 * @param high the highest price
 * @param low the lowest price
 * @param close the last price, or the settlement
 * @param volume how much was traded; -1 where that has no meaning, as for MIDPOINT
 * @param average the average price, weighted by volume; -1 where that has no meaning
 * @param barCount how many trades; -1 where that has no meaning, or is not known
 */
public record Bar(
    String date,
    BigDecimal open,
    BigDecimal high,
    BigDecimal low,
    BigDecimal close,
    BigDecimal volume,
    BigDecimal average,
    int barCount) {

  /** What a gateway writes for each price of a bar for which it has no data. */
  private static final String NO_PRICE = "?";

  private static final int NO_COUNT = -1;

  static Bar read(FieldReader in) {
    return new Bar(
        in.text(),
        in.decimal(),
        in.decimal(),
        in.decimal(),
        in.decimal(),
        in.decimal(),
        in.decimal(),
        in.wholeFigureOr(NO_COUNT));
  }

  void write(FieldWriter out) {
    out.text(date)
        .decimal(open, NO_PRICE)
        .decimal(high, NO_PRICE)
        .decimal(low, NO_PRICE)
        .decimal(close, NO_PRICE)
        .decimal(volume)
        .decimal(average)
        .integer(barCount);
  }
}
