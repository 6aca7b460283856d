package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Instrument.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cash and the holdings of the account, and the rules by which a trade moves them.
 *
 * <p>A share, an option or a bill moves cash by its price. A pair moves two balances. A future
 * moves cash only by the profit or loss of the part that is closed. Until then its commission is
 * part of its cost, as in the broker's average cost.
 *
 * <p>Only the cost of a closed part is rounded. So cash plus holdings at cost stays the same, less
 * commissions.
 */
public final class PaperBalances {
  /** The venue whose trades of pairs also appear as a position (IBKR, "Dual FX Display"). */
  static final String IDEALPRO = "IDEALPRO";

  private final Map<String, BigDecimal> cash = new TreeMap<>();
  private final Map<Integer, PaperPosition> holdings = new TreeMap<>();

  /** Settled cash by currency, without the profit and loss of open futures. */
  Map<String, BigDecimal> cash() {
    return Map.copyOf(cash);
  }

  /** The holdings by instrument number. No quantity is 0. */
  Map<Integer, PaperPosition> holdings() {
    return Map.copyOf(holdings);
  }

  /** An independent copy, to try a trade on. */
  PaperBalances copy() {
    PaperBalances copy = new PaperBalances();
    copy.cash.putAll(cash);
    copy.holdings.putAll(holdings);
    return copy;
  }

  /** Adds an amount to a balance. */
  void pay(String currency, BigDecimal amount) {
    cash.merge(currency, amount, BigDecimal::add);
  }

  /** Replaces a holding without a trade. */
  void put(PaperPosition holding) {
    if (holding.isFlat()) {
      holdings.remove(holding.conId());
    } else {
      holdings.put(holding.conId(), holding);
    }
  }

  /**
   * Posts one trade.
   *
   * @param instrument the traded instrument
   * @param venue the venue of the trade
   * @param quantity units; negative if sold
   * @param price the price of one unit, in the instrument's currency
   * @param commission in the instrument's currency, not negative
   * @return the realized profit or loss in the instrument's currency, less commissions; {@code
   *     null} if the trade closed nothing
   */
  BigDecimal post(
      Instrument instrument,
      String venue,
      BigDecimal quantity,
      BigDecimal price,
      BigDecimal commission) {
    boolean shown = shows(instrument, venue);
    PaperPosition none = PaperPosition.none(instrument.conId());
    PaperPosition before = shown ? holdings.getOrDefault(instrument.conId(), none) : none;
    BigDecimal closed = closedBy(before.quantity(), quantity);
    BigDecimal opened = quantity.add(closed);
    BigDecimal value = price.multiply(instrument.factor());
    BigDecimal feeOfClosing =
        commission
            .multiply(closed.abs())
            .divide(quantity.abs(), PaperPosition.COST_DECIMALS, RoundingMode.HALF_EVEN);
    BigDecimal realized = null;
    if (closed.signum() != 0) {
      realized = value.multiply(closed).subtract(before.costOf(closed)).subtract(feeOfClosing);
    }
    BigDecimal openingCost = value.multiply(opened).add(commission.subtract(feeOfClosing));
    moveCash(instrument, quantity, value, commission, realized);
    if (shown) {
      put(
          new PaperPosition(
              instrument.conId(),
              before.quantity().add(quantity),
              before
                  .cost()
                  .subtract(closed.signum() == 0 ? BigDecimal.ZERO : before.costOf(closed))
                  .add(opened.signum() == 0 ? BigDecimal.ZERO : openingCost)));
    }
    return realized;
  }

  /**
   * Pays the difference of a commission. The commission of a trade that opened a holding is part of
   * the cost of that holding.
   *
   * @param more the difference; negative if the commission falls
   * @param closed whether the trade closed something
   */
  void payCommission(Instrument instrument, String venue, BigDecimal more, boolean closed) {
    PaperPosition holding = holdings.get(instrument.conId());
    boolean carried = !closed && holding != null && shows(instrument, venue);
    if (carried) {
      put(new PaperPosition(holding.conId(), holding.quantity(), holding.cost().add(more)));
    }
    if (!carried || instrument.kind() != Kind.FUT) {
      pay(instrument.currency(), more.negate());
    }
  }

  /**
   * Ends a holding without a trade, as a settlement does.
   *
   * @param price the price of one unit, in the instrument's currency
   */
  void settle(Instrument instrument, BigDecimal price) {
    PaperPosition holding = holdings.remove(instrument.conId());
    BigDecimal value = price.multiply(instrument.factor()).multiply(holding.quantity());
    pay(instrument.currency(), instrument.isPaidFor() ? value : value.subtract(holding.cost()));
  }

  /** Whether a trade at this venue appears as a position. A conversion of currencies does not. */
  public static boolean shows(Instrument instrument, String venue) {
    return instrument.kind() != Kind.CASH || venue.equals(IDEALPRO);
  }

  private void moveCash(
      Instrument instrument,
      BigDecimal quantity,
      BigDecimal value,
      BigDecimal commission,
      BigDecimal realized) {
    switch (instrument.kind()) {
      case STK, OPT, BILL ->
          pay(instrument.currency(), value.multiply(quantity).add(commission).negate());
      case FUT -> pay(instrument.currency(), realized == null ? BigDecimal.ZERO : realized);
      case CASH -> {
        pay(instrument.symbol(), quantity);
        pay(instrument.currency(), value.multiply(quantity).add(commission).negate());
      }
    }
  }

  /** The part of a holding that a trade closes, with the sign of the holding. */
  private static BigDecimal closedBy(BigDecimal held, BigDecimal quantity) {
    if (held.signum() * quantity.signum() >= 0) {
      return BigDecimal.ZERO;
    }
    return held.abs().compareTo(quantity.abs()) <= 0 ? held : quantity.negate();
  }

  /** Replaces the quantity of a holding, whose cost stays, and pays for the rest. */
  void split(Instrument share, BigDecimal quantity, BigDecimal payment) {
    PaperPosition before = holdings.getOrDefault(share.conId(), PaperPosition.none(share.conId()));
    put(new PaperPosition(share.conId(), quantity, before.cost()));
    pay(share.currency(), payment);
  }
}
