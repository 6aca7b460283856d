package dev.ibintents.trading.allocation;

import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which foreign cash balances are traded back to the base currency, and how much of them.
 *
 * @param baseCurrency the account's
 * @param exchangeRate what one unit of each currency is worth in the base currency, as the account
 *     reports it
 * @param exposure the value of each foreign balance in the base currency, negative where it is
 *     owed; by currency, sorted
 * @param quantityInCurrency what to buy (+) or sell (−) of a currency against the base currency, in
 *     whole thousands of it; by currency, sorted, without zeros
 * @param skipped foreign balances that have no usable exchange rate, with the reason in words
 */
public record CashBalancing(
    String baseCurrency,
    Map<String, BigDecimal> exchangeRate,
    Map<String, BigDecimal> exposure,
    Map<String, BigDecimal> quantityInCurrency,
    Map<String, String> skipped) {

  /** The account's own rows over all currencies, which are no balance in any currency. */
  private static final String ALL_CURRENCIES = "BASE";

  private static final BigDecimal LOT = BigDecimal.valueOf(1000);

  /** Keeps sorted copies. */
  public CashBalancing {
    exchangeRate = sorted(exchangeRate);
    exposure = sorted(exposure);
    quantityInCurrency = sorted(quantityInCurrency);
    skipped = sorted(skipped);
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableSortedMap(new TreeMap<>(map));
  }

  /**
   * One conversion at the broker.
   *
   * @param currency the foreign currency whose balance it balances
   * @param pair the pair that exists
   * @param quantity in whole units of the pair's symbol; negative to sell the pair
   */
  public record Conversion(String currency, CurrencyPair pair, BigDecimal quantity) {}

  /**
   * The conversions that the broker's pairs allow.
   *
   * @param orders by currency, sorted
   * @param skipped currencies that cannot be converted, with the reason in words
   */
  public record Conversions(List<Conversion> orders, Map<String, String> skipped) {
    /** Keeps copies. */
    public Conversions {
      orders = List.copyOf(orders);
      skipped = sorted(skipped);
    }
  }

  /**
   * Trades back what is beyond the threshold: the balance, floored to whole thousands of its
   * currency, is sold. The floor goes towards negative infinity, so that what is owed is covered by
   * the next higher thousand, and less than a thousand that is held is left alone.
   *
   * @param baseCurrency the account's
   * @param threshold in the base currency; exposures up to it, in either direction, are left alone
   * @param cashBalance by currency; the base currency and BASE are passed over
   * @param exchangeRate what one unit of each currency is worth in the base currency
   * @throws IllegalArgumentException if the threshold is negative
   */
  public static CashBalancing of(
      String baseCurrency,
      BigDecimal threshold,
      Map<String, BigDecimal> cashBalance,
      Map<String, BigDecimal> exchangeRate) {
    if (threshold.signum() < 0) {
      throw new IllegalArgumentException(
          "the cash balance threshold must be 0 or more, not " + threshold.toPlainString());
    }
    Map<String, BigDecimal> exposure = new TreeMap<>();
    Map<String, BigDecimal> quantity = new TreeMap<>();
    Map<String, String> skipped = new TreeMap<>();
    for (Map.Entry<String, BigDecimal> entry : cashBalance.entrySet()) {
      String currency = entry.getKey();
      if (currency.equals(baseCurrency) || currency.equals(ALL_CURRENCIES)) {
        continue;
      }
      BigDecimal rate = exchangeRate.get(currency);
      if (rate == null || rate.signum() <= 0) {
        skipped.put(
            currency,
            "no usable exchange rate from " + currency + " to " + baseCurrency + ": " + rate);
        continue;
      }
      BigDecimal inBase = PlainDecimal.of(entry.getValue().multiply(rate));
      exposure.put(currency, inBase);
      BigDecimal toTrade = wholeThousands(entry.getValue()).negate();
      if (inBase.abs().compareTo(threshold) > 0 && toTrade.signum() != 0) {
        quantity.put(currency, toTrade);
      }
    }
    return new CashBalancing(baseCurrency, exchangeRate, exposure, quantity, skipped);
  }

  private static BigDecimal wholeThousands(BigDecimal balance) {
    return balance.divide(LOT, 0, RoundingMode.FLOOR).multiply(LOT);
  }

  /**
   * The orders by which the quantities are traded in the pairs that exist. In a pair whose symbol
   * is the foreign currency the quantity is the order; in the other direction, side and amount are
   * inverted: to sell JPY for USD is to buy USD.JPY, for as many whole USD as the JPY are worth,
   * cut off, since pairs take no fractions and nothing beyond the balance is meant.
   *
   * @param existing the pairs that the broker has; each currency needs one of its two directions
   */
  public Conversions conversions(Collection<CurrencyPair> existing) {
    List<Conversion> orders = new ArrayList<>();
    Map<String, String> none = new TreeMap<>();
    quantityInCurrency.forEach(
        (currency, quantity) -> {
          CurrencyPair pair = new CurrencyPair(currency, baseCurrency);
          if (existing.contains(pair)) {
            orders.add(new Conversion(currency, pair, quantity));
          } else if (existing.contains(pair.inverse())) {
            BigDecimal inBase = quantity.multiply(exchangeRate.get(currency));
            BigDecimal whole = inBase.setScale(0, RoundingMode.DOWN).negate();
            if (whole.signum() != 0) {
              orders.add(new Conversion(currency, pair.inverse(), whole));
            } else {
              none.put(currency, "worth less than one " + baseCurrency);
            }
          } else {
            none.put(currency, "the broker has neither " + pair + " nor " + pair.inverse());
          }
        });
    return new Conversions(orders, none);
  }
}
