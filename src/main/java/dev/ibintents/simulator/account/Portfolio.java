package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Prices;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/** Puts prices on what is in a ledger. */
final class Portfolio {
  private final Prices prices;
  private final IntFunction<Instrument> instruments;

  /**
   * @param instruments finds an instrument by its number
   */
  Portfolio(Prices prices, IntFunction<Instrument> instruments) {
    this.prices = prices;
    this.instruments = instruments;
  }

  /** What a ledger is worth at a moment, with what the day's executions have realized. */
  Valuation valuation(PaperBalances ledger, List<PaperFill> today, Instant now) {
    Map<String, BigDecimal> rates = new LinkedHashMap<>();
    ledger.cash().keySet().forEach(currency -> rates.put(currency, prices.rate(currency, now)));
    Map<Integer, BigDecimal> realized = realized(today);
    List<PortfolioLine> lines = new ArrayList<>();
    for (int conId : heldOrTraded(ledger, today)) {
      Instrument instrument = instruments.apply(conId);
      lines.add(line(ledger, instrument, now, realized.getOrDefault(conId, BigDecimal.ZERO)));
    }
    return new Valuation(PaperAccount.BASE_CURRENCY, lines, ledger.cash(), rates);
  }

  /** What was closed today stays in the portfolio with quantity 0, for what it realized. */
  private static Set<Integer> heldOrTraded(PaperBalances ledger, List<PaperFill> today) {
    Set<Integer> conIds = new LinkedHashSet<>();
    ledger.holdings().keySet().stream().sorted().forEach(conIds::add);
    today.stream()
        .filter(fill -> PaperBalances.shows(fill.instrument(), fill.execution().exchange()))
        .forEach(fill -> conIds.add(fill.instrument().conId()));
    return conIds;
  }

  private PortfolioLine line(
      PaperBalances ledger, Instrument instrument, Instant now, BigDecimal realized) {
    PaperPosition held =
        ledger.holdings().getOrDefault(instrument.conId(), PaperPosition.none(instrument.conId()));
    BigDecimal price = prices.mark(instrument, now);
    BigDecimal value =
        Valuation.cents(held.quantity().multiply(price).multiply(instrument.factor()));
    return new PortfolioLine(
        instrument,
        held.quantity(),
        price,
        value,
        held.averageCost(),
        value.subtract(Valuation.cents(held.cost())),
        Valuation.cents(realized));
  }

  /**
   * What executions have realized, by instrument; of one that was corrected, only its last form
   * counts. One look at each execution, because every trade asks for it.
   */
  private static Map<Integer, BigDecimal> realized(List<PaperFill> today) {
    Map<String, PaperFill> lastForms = new LinkedHashMap<>();
    for (PaperFill fill : today) {
      lastForms.merge(
          ExecutionIds.base(fill.execId()),
          fill,
          (former, later) -> former.isCorrectedBy(later) ? later : former);
    }
    Map<Integer, BigDecimal> realized = new HashMap<>();
    for (PaperFill fill : lastForms.values()) {
      BigDecimal pnl = fill.commission().realizedPnl();
      if (pnl != null) {
        realized.merge(fill.instrument().conId(), pnl, BigDecimal::add);
      }
    }
    return realized;
  }
}
