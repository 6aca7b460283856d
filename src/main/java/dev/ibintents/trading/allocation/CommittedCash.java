package dev.ibintents.trading.allocation;

import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What has a claim on cash balances: conversions that are under way will change them, and what
 * strategies hold of currency pairs is in them on purpose. The rest is free to be balanced.
 *
 * <p>A pair's price is taken to be that of the account's exchange rates, to two decimals.
 */
public final class CommittedCash {
  private static final int DECIMALS = 2;

  private final Map<String, BigDecimal> exchangeRate;
  private final SortedMap<String, BigDecimal> stillToFill = new TreeMap<>();
  private final SortedMap<String, BigDecimal> held = new TreeMap<>();
  private final SortedMap<String, String> unclear = new TreeMap<>();

  /**
   * @param exchangeRate what one unit of each currency is worth in the base currency
   */
  public CommittedCash(Map<String, BigDecimal> exchangeRate) {
    this.exchangeRate = Map.copyOf(exchangeRate);
  }

  /** Adds what a conversion will still fill, in units of the pair; negative to sell. */
  public void stillToFill(CurrencyPair pair, BigDecimal quantity) {
    add(stillToFill, pair, quantity);
  }

  /** Adds what strategies hold of a pair, in units of it; negative if short. */
  public void held(CurrencyPair pair, BigDecimal quantity) {
    add(held, pair, quantity);
  }

  /** Says why nobody can tell at the moment how much of a pair's two currencies is free. */
  public void unclear(CurrencyPair pair, String reason) {
    unclear(pair.symbol(), reason);
    unclear(pair.currency(), reason);
  }

  /** Says why nobody can tell at the moment how much of a currency is free. */
  public void unclear(String currency, String reason) {
    unclear.putIfAbsent(currency, reason);
  }

  private void add(SortedMap<String, BigDecimal> amounts, CurrencyPair pair, BigDecimal quantity) {
    BigDecimal symbolRate = exchangeRate.get(pair.symbol());
    BigDecimal currencyRate = exchangeRate.get(pair.currency());
    if (symbolRate == null || currencyRate == null || currencyRate.signum() <= 0) {
      unclear(pair, "the account names no exchange rate for " + pair + ", which has a claim on it");
      return;
    }
    BigDecimal value =
        quantity.multiply(symbolRate).divide(currencyRate, DECIMALS, RoundingMode.HALF_EVEN);
    amounts.merge(pair.symbol(), quantity, BigDecimal::add);
    amounts.merge(pair.currency(), value.negate(), BigDecimal::add);
  }

  /** What conversions under way will still change of each balance, without zeros. */
  public SortedMap<String, BigDecimal> stillToFill() {
    return PlainDecimal.nonZero(stillToFill);
  }

  /** How much of each balance belongs to pairs that strategies hold, without zeros. */
  public SortedMap<String, BigDecimal> held() {
    return PlainDecimal.nonZero(held);
  }

  /** The currencies of which it is not clear how much is free, each with the reason. */
  public SortedMap<String, String> unclear() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(unclear));
  }

  /**
   * What will be in each balance and is nobody's; without the currencies of which that is not
   * clear.
   *
   * @param balances by currency
   */
  public SortedMap<String, BigDecimal> free(Map<String, BigDecimal> balances) {
    SortedMap<String, BigDecimal> free = new TreeMap<>(balances);
    stillToFill.forEach((currency, amount) -> free.merge(currency, amount, BigDecimal::add));
    held.forEach((currency, amount) -> free.merge(currency, amount.negate(), BigDecimal::add));
    free.keySet().removeAll(unclear.keySet());
    free.replaceAll((currency, amount) -> PlainDecimal.of(amount));
    return free;
  }
}
