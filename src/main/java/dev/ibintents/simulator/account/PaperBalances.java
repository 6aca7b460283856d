package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Instrument.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;

/**
 * The account's cash and holdings, and how a trade moves them. Nothing is rounded here but the cost
 * of a part that is closed, so that cash plus holdings at cost stays what it was, less commissions.
 *
 * <p>A share, an option or a bill moves cash by what it is worth, a pair moves two balances, a
 * future moves cash only by the profit or loss of what is closed; its commission waits in the cost
 * until then, as the broker's average cost has it.
 */
public final class PaperBalances {
  /** The venue whose trades of pairs also appear as a position (IBKR, "Dual FX Display"). */
  static final String IDEALPRO = "IDEALPRO";

  private final Map<String, BigDecimal> cash = new TreeMap<>();
  private final Map<Integer, PaperPosition> holdings = new TreeMap<>();

  /** Settled cash by currency; futures in profit or loss are not in it. */
  Map<String, BigDecimal> cash() {
    return Map.copyOf(cash);
  }

  /** What is held, by instrument number; nothing with quantity 0. */
  Map<Integer, PaperPosition> holdings() {
    return Map.copyOf(holdings);
  }

  /** A ledger of its own with the same cash and holdings: for what would be after a trade. */
  PaperBalances copy() {
    PaperBalances copy = new PaperBalances();
    copy.cash.putAll(cash);
    copy.holdings.putAll(holdings);
    return copy;
  }

  /** Adds to a balance. */
  void pay(String currency, BigDecimal amount) {
    cash.merge(currency, amount, BigDecimal::add);
  }

  /** Replaces what is held of an instrument, without a trade: for the state at the start. */
  void put(PaperPosition holding) {
    if (holding.isFlat()) {
      holdings.remove(holding.conId());
    } else {
      holdings.put(holding.conId(), holding);
    }
  }

  /**
   * Books one trade.
   *
   * @param instrument what was traded
   * @param venue where
   * @param quantity units; negative if sold
   * @param price of one, in the instrument's currency
   * @param commission in the instrument's currency, not negative
   * @return what the trade realized in the instrument's currency, commissions included; {@code
   *     null} if it only opened
   */
  BigDecimal book(
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
   * Pays more commission for a trade, or less if negative: what opened a holding that is still
   * there belongs to its cost.
   *
   * @param closed whether the trade closed something
   */
  void payCommission(Instrument instrument, String venue, BigDecimal more, boolean closed) {
    PaperPosition held = holdings.get(instrument.conId());
    boolean carried = !closed && held != null && shows(instrument, venue);
    if (carried) {
      put(new PaperPosition(held.conId(), held.quantity(), held.cost().add(more)));
    }
    if (!carried || instrument.kind() != Kind.FUT) {
      pay(instrument.currency(), more.negate());
    }
  }

  /**
   * Ends a holding without a trade, as a settlement does.
   *
   * @param price of one unit, in the instrument's currency
   */
  void settle(Instrument instrument, BigDecimal price) {
    PaperPosition held = holdings.remove(instrument.conId());
    BigDecimal value = price.multiply(instrument.factor()).multiply(held.quantity());
    pay(instrument.currency(), instrument.isPaidFor() ? value : value.subtract(held.cost()));
  }

  /** Whether a trade there shows as a position; a conversion of currencies does not. */
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

  /** How much of what is held a trade closes, with the sign of what is held. */
  private static BigDecimal closedBy(BigDecimal held, BigDecimal quantity) {
    if (held.signum() * quantity.signum() >= 0) {
      return BigDecimal.ZERO;
    }
    return held.abs().compareTo(quantity.abs()) <= 0 ? held : quantity.negate();
  }
}
