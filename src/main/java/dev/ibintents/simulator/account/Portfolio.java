package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
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

/** Values the balances of an account at market prices. */
final class Portfolio {
  private final PriceSource prices;
  private final IntFunction<Instrument> instruments;

  /**
   * Values balances at these prices.
   *
   * @param instruments finds an instrument by its number
   */
  Portfolio(PriceSource prices, IntFunction<Instrument> instruments) {
    this.prices = prices;
    this.instruments = instruments;
  }

  /** The value of balances at a moment, with the profit that today's executions have realized. */
  Valuation valuation(PaperBalances balances, List<PaperFill> today, Instant now) {
    Map<String, BigDecimal> rates = new LinkedHashMap<>();
    balances.cash().keySet().forEach(currency -> rates.put(currency, prices.rate(currency, now)));
    Map<Integer, BigDecimal> realized = realized(today);
    Map<Integer, PaperPosition> holdings = balances.holdings();
    List<PortfolioLine> lines = new ArrayList<>();
    for (int conId : heldOrTraded(holdings, today)) {
      Instrument instrument = instruments.apply(conId);
      PaperPosition holding = holdings.getOrDefault(conId, PaperPosition.none(conId));
      lines.add(line(holding, instrument, now, realized.getOrDefault(conId, BigDecimal.ZERO)));
    }
    return new Valuation(PaperAccount.BASE_CURRENCY, lines, balances.cash(), rates);
  }

  /**
   * The instruments of the portfolio. An instrument that was closed today stays with quantity 0, so
   * that its realized profit shows.
   */
  private static Set<Integer> heldOrTraded(
      Map<Integer, PaperPosition> holdings, List<PaperFill> today) {
    Set<Integer> conIds = new LinkedHashSet<>();
    holdings.keySet().stream().sorted().forEach(conIds::add);
    today.stream()
        .filter(fill -> PaperBalances.shows(fill.instrument(), fill.execution().exchange()))
        .forEach(fill -> conIds.add(fill.instrument().conId()));
    return conIds;
  }

  private PortfolioLine line(
      PaperPosition holding, Instrument instrument, Instant now, BigDecimal realized) {
    BigDecimal price = prices.mark(instrument, now);
    BigDecimal value =
        Valuation.cents(holding.quantity().multiply(price).multiply(instrument.factor()));
    return new PortfolioLine(
        instrument,
        holding.quantity(),
        price,
        value,
        holding.cost(),
        holding.averageCost(),
        value.subtract(Valuation.cents(holding.cost())),
        Valuation.cents(realized));
  }

  /**
   * The realized profit of executions, by instrument. Of a corrected execution only the last form
   * counts. The method reads each execution once, because every trade calls it.
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
