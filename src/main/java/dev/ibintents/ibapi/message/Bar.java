package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;

/**
 * One bar of a {@link HistoricalData}. Prices are in the contract's currency, and {@code null}
 * where the gateway has none.
 *
 * @param date the start: yyyyMMdd for bars of a day or more, a form that {@link GatewayTime} reads,
 *     or epoch seconds if requested; a daily bar has the date on which its session closes
 * @param open the first price
 * @param high the highest price
 * @param low the lowest price
 * @param close the last price, or the settlement price
 * @param volume the traded volume; -1 where it has no meaning, as for MIDPOINT
 * @param average the average price, weighted by volume; -1 where it has no meaning
 * @param barCount the number of trades; -1 where it has no meaning, or is unknown
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

  /** The text that a gateway writes for each price of a bar without data. */
  private static final String NO_PRICE = "?";

  private static final int NO_COUNT = -1;

  static Bar read(FieldReader in) {
    return new Bar(
        in.text(1),
        in.decimal(2),
        in.decimal(3),
        in.decimal(4),
        in.decimal(5),
        in.figure(6),
        in.figure(7),
        in.wholeFigureOr(8, NO_COUNT));
  }

  void write(FieldWriter out) {
    out.text(1, date)
        .decimal(2, open, NO_PRICE)
        .decimal(3, high, NO_PRICE)
        .decimal(4, low, NO_PRICE)
        .decimal(5, close, NO_PRICE)
        .figure(6, volume)
        .figure(7, average)
        .integer(8, barCount);
  }
}
