package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Ends what has expired: a future pays its profit or loss, a bill its face value, and an option
 * that ends in the money is exercised, so that shares change hands at its strike. None of it is an
 * execution.
 */
final class Settlement {
  private static final BigDecimal PAR = BigDecimal.valueOf(100);

  private final Universe universe;
  private final Prices prices;

  Settlement(Universe universe, Prices prices) {
    this.universe = universe;
    this.prices = prices;
  }

  /** Settles what is due; returns the instruments of which the holding has changed. */
  Set<Instrument> settle(PaperBalances ledger, Instant now) {
    Set<Instrument> changed = new LinkedHashSet<>();
    for (PaperPosition held : List.copyOf(ledger.holdings().values())) {
      Instrument instrument = universe.byConId(held.conId()).orElseThrow();
      if (instrument.isSettled(now)) {
        changed.add(instrument);
        settle(ledger, instrument, held, changed);
      }
    }
    return changed;
  }

  private void settle(
      PaperBalances ledger, Instrument instrument, PaperPosition held, Set<Instrument> changed) {
    switch (instrument.kind()) {
      case FUT -> ledger.settle(instrument, prices.mark(instrument, instrument.settlement()));
      case BILL -> ledger.settle(instrument, PAR);
      case OPT -> {
        ledger.settle(instrument, BigDecimal.ZERO);
        exercise(ledger, instrument, held.quantity(), changed);
      }
      case STK, CASH -> throw new IllegalStateException(instrument + " never expires");
    }
  }

  private void exercise(
      PaperBalances ledger, Instrument option, BigDecimal contracts, Set<Instrument> changed) {
    Instrument share = universe.stock(option.symbol());
    BigDecimal strike = option.terms().strike();
    BigDecimal spot = prices.mark(share, option.settlement());
    boolean call = option.terms().right().equals("C");
    if (call ? spot.compareTo(strike) <= 0 : spot.compareTo(strike) >= 0) {
      return;
    }
    BigDecimal shares = contracts.multiply(BigDecimal.valueOf(option.multiplier()));
    ledger.book(
        share, share.primaryExchange(), call ? shares : shares.negate(), strike, BigDecimal.ZERO);
    changed.add(share);
  }
}
