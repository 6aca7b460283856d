package dev.ibintents.trading.allocation;

import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The claims on cash balances. Open conversions will still change the balances. The balances also
 * contain the currency pairs that strategies hold, which must stay. The rest is free to be traded
 * back to the base currency.
 *
 * <p>A pair's price comes from the account's exchange rates, to two decimals of the money.
 */
public final class CommittedCash {
  private static final int DECIMALS = 2;

  private final Map<String, BigDecimal> exchangeRate;
  private final SortedMap<String, Money> stillToFill = new TreeMap<>();
  private final SortedMap<String, Money> held = new TreeMap<>();
  private final SortedMap<String, String> unclear = new TreeMap<>();

  /**
   * @param exchangeRate the value of one unit of each currency in the base currency
   */
  public CommittedCash(Map<String, BigDecimal> exchangeRate) {
    this.exchangeRate = Map.copyOf(exchangeRate);
  }

  /**
   * Adds the quantity that an open conversion has left to fill, in units of the pair; negative to
   * sell.
   */
  public void stillToFill(CurrencyPair pair, BigDecimal quantity) {
    add(stillToFill, pair, quantity);
  }

  /** Adds the quantity of a pair that strategies hold, in units of the pair; negative if short. */
  public void held(CurrencyPair pair, BigDecimal quantity) {
    add(held, pair, quantity);
  }

  /**
   * Marks both currencies of a pair as unclear, with the reason why their free parts are not known.
   */
  public void unclear(CurrencyPair pair, String reason) {
    unclear(pair.symbol(), reason);
    unclear(pair.currency(), reason);
  }

  /**
   * Marks a currency as unclear, with the reason why its free part is not known. The first reason
   * stays.
   */
  public void unclear(String currency, String reason) {
    unclear.putIfAbsent(currency, reason);
  }

  private void add(SortedMap<String, Money> claims, CurrencyPair pair, BigDecimal quantity) {
    BigDecimal symbolRate = exchangeRate.get(pair.symbol());
    BigDecimal currencyRate = exchangeRate.get(pair.currency());
    if (symbolRate == null || currencyRate == null || currencyRate.signum() <= 0) {
      unclear(pair, "the account names no exchange rate for " + pair + ", which has a claim on it");
      return;
    }
    Money bought = new Money(quantity, pair.symbol());
    Money paid =
        new Money(
            quantity.multiply(symbolRate).divide(currencyRate, DECIMALS, RoundingMode.HALF_EVEN),
            pair.currency());
    claims.merge(bought.currency(), bought, Money::plus);
    claims.merge(paid.currency(), paid.negated(), Money::plus);
  }

  /**
   * The amounts by which open conversions will still change balances, by currency, without zeros.
   */
  public SortedMap<String, BigDecimal> stillToFill() {
    return amounts(stillToFill);
  }

  /** The part of each balance that belongs to pairs of strategies, by currency, without zeros. */
  public SortedMap<String, BigDecimal> held() {
    return amounts(held);
  }

  private static SortedMap<String, BigDecimal> amounts(SortedMap<String, Money> claims) {
    SortedMap<String, BigDecimal> amounts = new TreeMap<>();
    claims.forEach((currency, money) -> amounts.put(currency, money.amount()));
    return PlainDecimal.nonZero(amounts);
  }

  /** The currencies whose free part is not known, each with the reason. */
  public SortedMap<String, String> unclear() {
    return Collections.unmodifiableSortedMap(new TreeMap<>(unclear));
  }

  /**
   * The part of each balance without a claim on it, by currency. Unclear currencies are left out.
   *
   * @param balances the balances by currency
   */
  public SortedMap<String, BigDecimal> free(Map<String, BigDecimal> balances) {
    SortedMap<String, Money> free = new TreeMap<>();
    balances.forEach((currency, amount) -> free.put(currency, new Money(amount, currency)));
    stillToFill.forEach((currency, money) -> free.merge(currency, money, Money::plus));
    held.forEach((currency, money) -> free.merge(currency, money.negated(), Money::plus));
    free.keySet().removeAll(unclear.keySet());
    SortedMap<String, BigDecimal> amounts = new TreeMap<>();
    free.forEach((currency, money) -> amounts.put(currency, money.amount()));
    return amounts;
  }
}
