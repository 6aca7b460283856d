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
 * The foreign cash balances that are traded back to the base currency, with their quantities.
 *
 * @param baseCurrency the account's base currency
 * @param exchangeRate the value of one unit of each currency in the base currency, as the account
 *     reports it
 * @param exposure the value of each foreign balance in the base currency, negative for a debt; by
 *     currency, sorted
 * @param quantityInCurrency the amount of each currency to buy (+) or sell (−) against the base
 *     currency, in whole thousands of that currency; by currency, sorted, without zeros
 * @param skipped the currencies without a usable exchange rate, each with the reason in words
 */
public record CashBalancing(
    String baseCurrency,
    Map<String, BigDecimal> exchangeRate,
    Map<String, BigDecimal> exposure,
    Map<String, BigDecimal> quantityInCurrency,
    Map<String, String> skipped) {

  /**
   * The currency name of the account's sums over all currencies. They are not a balance of any
   * currency.
   */
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
   * @param currency the foreign currency whose balance is traded back
   * @param pair the pair that the broker has
   * @param quantity the quantity in whole units of the pair's symbol; negative to sell the pair
   */
  public record Conversion(String currency, CurrencyPair pair, BigDecimal quantity) {}

  /**
   * The conversions that the broker's pairs allow.
   *
   * @param orders the conversions, sorted by currency
   * @param skipped the currencies that cannot be converted, each with the reason in words
   */
  public record Conversions(List<Conversion> orders, Map<String, String> skipped) {
    /** Keeps copies. */
    public Conversions {
      orders = List.copyOf(orders);
      skipped = sorted(skipped);
    }
  }

  /**
   * Calculates the quantities. A balance beyond the threshold is sold, rounded down to whole
   * thousands of its currency. Rounding is towards negative infinity: a debt is covered by the next
   * higher thousand, and a balance below one thousand is left alone.
   *
   * @param baseCurrency the account's base currency
   * @param threshold the largest exposure, in the base currency, that is left alone, for a balance
   *     or a debt
   * @param cashBalance the balances by currency; the base currency and BASE are left out
   * @param exchangeRate the value of one unit of each currency in the base currency
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
   * The conversions in the broker's pairs. If the pair's symbol is the foreign currency, the order
   * has the same quantity. In the other direction, the order has the opposite side, and its
   * quantity is the value in the base currency. For example, USD.JPY is bought to sell JPY for USD.
   * The value is cut to whole units, because pairs take no fractions, and never more than the
   * balance is traded.
   *
   * @param existing the broker's pairs; each currency needs one of its two directions
   */
  public Conversions conversions(Collection<CurrencyPair> existing) {
    List<Conversion> orders = new ArrayList<>();
    Map<String, String> unconverted = new TreeMap<>();
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
              unconverted.put(currency, "worth less than one " + baseCurrency);
            }
          } else {
            unconverted.put(currency, "the broker has neither " + pair + " nor " + pair.inverse());
          }
        });
    return new Conversions(orders, unconverted);
  }
}
