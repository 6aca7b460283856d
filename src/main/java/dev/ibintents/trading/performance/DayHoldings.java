package dev.ibintents.trading.performance;

import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;

/**
 * The holdings behind a {@link DayRecord}: {@code positions/{mode}/dayHoldings/{yyyy-MM-dd}}.
 *
 * @param day the broker's day
 * @param updatedAt the time at which the broker was asked
 * @param units the positions of the account and the contracts that strategies hold, by conId
 * @param strategies the quantities that each strategy holds, by strategy and conId; parked holdings
 *     are among them
 */
public record DayHoldings(
    @Stored(id = true) LocalDate day,
    Instant updatedAt,
    SortedMap<Integer, Unit> units,
    SortedMap<String, SortedMap<Integer, BigDecimal>> strategies) {
  private static final RecordFields<DayHoldings> HOLDINGS = RecordFields.of(DayHoldings.class);

  /**
   * A contract on a day.
   *
   * @param contract the local symbol
   * @param currency the currency of its price
   * @param position the account's quantity, negative if short
   * @param price the broker's price as quoted; {@code null} if not known
   * @param value the value of one unit in the contract's currency, with its multiplier; {@code
   *     null} if not known, as in a currency pair, whose money is in the cash
   * @param secType the broker's kind of contract, such as STK or FUT; empty in records of earlier
   *     versions
   */
  public record Unit(
      String contract,
      String currency,
      BigDecimal position,
      @Stored(nullIfEmpty = true) BigDecimal price,
      @Stored(nullIfEmpty = true) BigDecimal value,
      @Stored(leftOutIfEmpty = true) String secType) {
    private static final String FUTURE = "FUT";

    /** Whether it is a future. The broker keeps its profit or loss in the cash. */
    boolean isFuture() {
      return secType.equals(FUTURE);
    }
  }

  /** Reads a document. */
  static DayHoldings read(Document document) {
    return HOLDINGS.record(document);
  }

  Map<String, Object> fields() {
    return HOLDINGS.fields(this);
  }
}
