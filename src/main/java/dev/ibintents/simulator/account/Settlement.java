package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Settles expired instruments. A future pays its profit or loss, a bill its face value. An option
 * that ends in the money is exercised: shares change hands at its strike. A settlement is no
 * execution.
 */
final class Settlement {
  private static final BigDecimal PAR = BigDecimal.valueOf(100);

  private final Universe universe;
  private final PriceSource prices;

  Settlement(Universe universe, PriceSource prices) {
    this.universe = universe;
    this.prices = prices;
  }

  /** Settles everything that is due; returns the instruments whose holding has changed. */
  Set<Instrument> settle(PaperBalances balances, Instant now) {
    Set<Instrument> changed = new LinkedHashSet<>();
    for (PaperPosition holding : List.copyOf(balances.holdings().values())) {
      Instrument instrument = universe.byConId(holding.conId()).orElseThrow();
      if (instrument.isSettled(now)) {
        changed.add(instrument);
        settle(balances, instrument, holding, changed);
      }
    }
    return changed;
  }

  private void settle(
      PaperBalances balances,
      Instrument instrument,
      PaperPosition holding,
      Set<Instrument> changed) {
    switch (instrument.kind()) {
      case FUT -> balances.settle(instrument, prices.mark(instrument, instrument.settlement()));
      case BILL -> balances.settle(instrument, PAR);
      case OPT -> {
        balances.settle(instrument, BigDecimal.ZERO);
        exercise(balances, instrument, holding.quantity(), changed);
      }
      case STK, CASH -> throw new IllegalStateException(instrument + " never expires");
    }
  }

  private void exercise(
      PaperBalances balances, Instrument option, BigDecimal contracts, Set<Instrument> changed) {
    Instrument share = universe.stock(option.symbol());
    BigDecimal strike = option.terms().strike();
    BigDecimal spot = prices.mark(share, option.settlement());
    boolean call = option.terms().right().equals("C");
    if (call ? spot.compareTo(strike) <= 0 : spot.compareTo(strike) >= 0) {
      return;
    }
    BigDecimal shares = contracts.multiply(BigDecimal.valueOf(option.multiplier()));
    balances.post(
        share, share.primaryExchange(), call ? shares : shares.negate(), strike, BigDecimal.ZERO);
    changed.add(share);
  }
}
