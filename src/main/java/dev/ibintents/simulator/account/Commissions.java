package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A schedule of commissions. A commission is in the instrument's currency.
 *
 * <p>The schedules differ for shares only. The other prices are rounded ones: 0.62 for a micro
 * future, 2.25 for another future, and 0.65 for an option, at least 1.00. A bill costs 0.2 basis
 * points, at least 5.00. A pair costs 0.2 basis points, at least 2.00 US dollars.
 */
public enum Commissions {
  /** The simulated gateway's own schedule: 0.005 for a share, at least 1.00 for an order. */
  USUAL {
    @Override
    BigDecimal ofShares(BigDecimal shares, BigDecimal value) {
      return shares.multiply(PER_SHARE).max(LEAST_PER_STOCK_ORDER);
    }
  },
  /**
   * The broker's fixed schedule for US shares: 0.005 for a share, at least 1.00 and at most 1 % of
   * the value for an order (Interactive Brokers, "Commissions: Stocks", fixed pricing).
   */
  IBKR_FIXED {
    @Override
    BigDecimal ofShares(BigDecimal shares, BigDecimal value) {
      return bounded(shares.multiply(PER_SHARE), LEAST_PER_STOCK_ORDER, value);
    }
  },
  /**
   * The broker's tiered schedule for US shares: 0.0035 for a share, at least 0.35 and at most 1 %
   * of the value for an order (Interactive Brokers, "Commissions: Stocks", tiered pricing). It is
   * the rate of the first tier, up to 300,000 shares a month. The fees of exchanges, clearing and
   * regulators are not included.
   */
  IBKR_TIERED {
    @Override
    BigDecimal ofShares(BigDecimal shares, BigDecimal value) {
      return bounded(shares.multiply(PER_SHARE_IN_FIRST_TIER), LEAST_IN_FIRST_TIER, value);
    }
  },
  /** No commissions at all. */
  NONE {
    @Override
    BigDecimal ofShares(BigDecimal shares, BigDecimal value) {
      return BigDecimal.ZERO;
    }
  };

  private static final BigDecimal PER_SHARE = new BigDecimal("0.005");
  private static final BigDecimal LEAST_PER_STOCK_ORDER = new BigDecimal("1.00");
  private static final BigDecimal PER_SHARE_IN_FIRST_TIER = new BigDecimal("0.0035");
  private static final BigDecimal LEAST_IN_FIRST_TIER = new BigDecimal("0.35");
  private static final BigDecimal MOST_OF_VALUE = new BigDecimal("0.01");
  private static final BigDecimal PER_OPTION = new BigDecimal("0.65");
  private static final BigDecimal PART_OF_BILL = new BigDecimal("0.00002");
  private static final BigDecimal LEAST_PER_BILL_ORDER = new BigDecimal("5.00");
  private static final BigDecimal PER_MICRO_FUTURE = new BigDecimal("0.62");
  private static final BigDecimal PER_FUTURE = new BigDecimal("2.25");
  private static final BigDecimal PART_OF_PAIR = new BigDecimal("0.00002");
  private static final BigDecimal LEAST_PER_PAIR_ORDER_IN_DOLLARS = new BigDecimal("2.00");

  /** The commission of an order of shares, before it is rounded to cents. */
  abstract BigDecimal ofShares(BigDecimal shares, BigDecimal value);

  /** The maximum wins over the minimum, as in the broker's schedules. */
  private static BigDecimal bounded(BigDecimal amount, BigDecimal least, BigDecimal value) {
    return amount.max(least).min(value.multiply(MOST_OF_VALUE));
  }

  /**
   * The commission that one fill adds to its order.
   *
   * @param before the part of the order that was filled before
   * @param shares units of this fill
   * @param price the price of one unit
   * @param rate US dollars for one unit of the instrument's currency
   */
  BigDecimal ofFill(
      Instrument instrument,
      FilledPart before,
      BigDecimal shares,
      BigDecimal price,
      BigDecimal rate) {
    BigDecimal units = before.units().add(shares);
    BigDecimal paid = before.paid().add(shares.multiply(price));
    BigDecimal after = ofOrder(instrument, units, paid, rate);
    return before.units().signum() == 0
        ? after
        : after
            .subtract(ofOrder(instrument, before.units(), before.paid(), rate))
            .max(BigDecimal.ZERO);
  }

  private BigDecimal ofOrder(
      Instrument instrument, BigDecimal units, BigDecimal paid, BigDecimal rate) {
    if (this == NONE) {
      return Valuation.cents(BigDecimal.ZERO);
    }
    return switch (instrument.kind()) {
      case OPT -> Valuation.cents(units.multiply(PER_OPTION).max(LEAST_PER_STOCK_ORDER));
      case BILL -> Valuation.cents(units.multiply(PART_OF_BILL).max(LEAST_PER_BILL_ORDER));
      case STK -> Valuation.cents(ofShares(units, paid));
      case FUT -> units.multiply(instrument.multiplier() <= 5 ? PER_MICRO_FUTURE : PER_FUTURE);
      case CASH ->
          Valuation.cents(
              paid.multiply(PART_OF_PAIR)
                  .max(LEAST_PER_PAIR_ORDER_IN_DOLLARS.divide(rate, 2, RoundingMode.HALF_EVEN)));
    };
  }
}
