package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The commission of an order, in the instrument's currency.
 *
 * <p>Shares have the broker's fixed price: 0.005 each, at least 1.00. The other prices are rounded
 * ones: 0.62 for a micro future, 2.25 for another future, and 0.65 for an option, at least 1.00. A
 * bill costs 0.2 basis points, at least 5.00. A pair costs 0.2 basis points, at least 2.00 US
 * dollars.
 */
public final class Commissions {
  private static final BigDecimal PER_SHARE = new BigDecimal("0.005");
  private static final BigDecimal LEAST_PER_STOCK_ORDER = new BigDecimal("1.00");
  private static final BigDecimal PER_OPTION = new BigDecimal("0.65");
  private static final BigDecimal PART_OF_BILL = new BigDecimal("0.00002");
  private static final BigDecimal LEAST_PER_BILL_ORDER = new BigDecimal("5.00");
  private static final BigDecimal PER_MICRO_FUTURE = new BigDecimal("0.62");
  private static final BigDecimal PER_FUTURE = new BigDecimal("2.25");
  private static final BigDecimal PART_OF_PAIR = new BigDecimal("0.00002");
  private static final BigDecimal LEAST_PER_PAIR_ORDER_IN_DOLLARS = new BigDecimal("2.00");

  private Commissions() {}

  /**
   * The commission that one fill adds to its order.
   *
   * @param before units of the order that were filled before
   * @param shares units of this fill
   * @param price the price of one unit
   * @param rate US dollars for one unit of the instrument's currency
   */
  public static BigDecimal ofFill(
      Instrument instrument,
      BigDecimal before,
      BigDecimal shares,
      BigDecimal price,
      BigDecimal rate) {
    BigDecimal after = ofOrder(instrument, before.add(shares), price, rate);
    return before.signum() == 0
        ? after
        : after.subtract(ofOrder(instrument, before, price, rate)).max(BigDecimal.ZERO);
  }

  private static BigDecimal ofOrder(
      Instrument instrument, BigDecimal shares, BigDecimal price, BigDecimal rate) {
    return switch (instrument.kind()) {
      case OPT -> Valuation.cents(shares.multiply(PER_OPTION).max(LEAST_PER_STOCK_ORDER));
      case BILL -> Valuation.cents(shares.multiply(PART_OF_BILL).max(LEAST_PER_BILL_ORDER));
      case STK -> Valuation.cents(shares.multiply(PER_SHARE).max(LEAST_PER_STOCK_ORDER));
      case FUT -> shares.multiply(instrument.multiplier() <= 5 ? PER_MICRO_FUTURE : PER_FUTURE);
      case CASH ->
          Valuation.cents(
              shares
                  .multiply(price)
                  .multiply(PART_OF_PAIR)
                  .max(LEAST_PER_PAIR_ORDER_IN_DOLLARS.divide(rate, 2, RoundingMode.HALF_EVEN)));
    };
  }
}
