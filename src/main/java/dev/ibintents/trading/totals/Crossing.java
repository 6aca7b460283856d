package dev.ibintents.trading.totals;

import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A trade in which strategies cancel out, so that quantities move between them without an order.
 * They move at the price that the plan has used for its targets.
 *
 * @param trade the contract, and the quantity of each strategy
 * @param price the price of the plan; empty if it has used none, and then the value of the latest
 *     snapshot counts
 */
public record Crossing(ConsolidatedTrade trade, Optional<TradePrice> price) {
  private static final RecordFields<StoredCrossings> CROSSINGS =
      RecordFields.of(StoredCrossings.class, Effects.FORM);

  /**
   * The crossings of one run: {@code positions/{mode}/crossings/{run}}.
   *
   * @param contracts the crossings by conId
   * @param effects the effects on totals
   * @param timestamp the time at which the run began
   */
  private record StoredCrossings(
      SortedMap<Integer, StoredCrossing> contracts, Effects effects, Instant timestamp) {}

  /**
   * One contract of a run's crossings.
   *
   * @param price the price as quoted; empty if none is known, so that no cash moves
   * @param multiplier the contract's multiplier ÷ its price magnifier; 1 for a price that includes
   *     both
   * @param currency the currency of the price
   * @param source the quantity of each strategy, negative to sell
   */
  private record StoredCrossing(
      Optional<BigDecimal> price,
      Optional<BigDecimal> multiplier,
      Optional<String> currency,
      SortedMap<String, BigDecimal> source) {}

  /** The path of the crossings. */
  public static String collection(String positions) {
    return positions + "/crossings";
  }

  /** The path of the document of a run's crossings. */
  public static String path(String positions, String run) {
    return collection(positions) + "/" + run;
  }

  /**
   * Adds the cash of crossings to totals.
   *
   * @return the fields of their document
   */
  public static Map<String, Object> add(
      TotalsChange totals, List<Crossing> crossings, Instant now) {
    SortedMap<Integer, StoredCrossing> contracts = new TreeMap<>();
    Effects effects = Effects.NONE;
    for (Crossing crossing : crossings) {
      ConsolidatedTrade trade = crossing.trade();
      Optional<TradePrice> price = crossing.price().or(() -> totals.latestPrice(trade.conId()));
      if (price.isPresent()) {
        effects = effects.plus(totals.trade(Category.CROSSED, price.get(), trade.source()));
      }
      contracts.put(
          trade.conId(),
          new StoredCrossing(
              price.map(TradePrice::price),
              price.map(known -> known.contract().multiplier()),
              price.map(known -> known.contract().currency()),
              trade.source().byStrategy()));
    }
    return CROSSINGS.fields(new StoredCrossings(contracts, effects, now));
  }
}
