package dev.ibintents.trading.preview;

import dev.ibintents.trading.order.LimitBasis;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The worth and cost of an order, by the prices of its plan. A value is {@code null} if it is not
 * known.
 *
 * @param price the price as quoted that the plan uses
 * @param priceKind the source of the price: close, last, or position for the broker's value of the
 *     held position; account for the account's own exchange rate; {@code null} if there is none
 * @param lastTrade the time of the contract's last trade, in UTC; a close is as old or older
 * @param priceAgeSeconds the age of the last trade in seconds; a close is as old or older
 * @param currency the contract's currency
 * @param value the order's value in the contract's currency, above 0
 * @param baseCurrency the account's base currency; {@code null} if there is no exchange rate
 * @param fx the value of one unit of the contract's currency in the base currency
 * @param fxKind the source of the exchange rate: midpoint, close or account; {@code null} for the
 *     base currency itself
 * @param valueInBase the order's value in the base currency, above 0
 * @param commission the commission by the broker's fixed schedule, an estimate; the account's own
 *     schedule may differ
 * @param commissionCurrency the currency of the commission; {@code null} if that is not known
 * @param limit the market price and the offset from which the limit price was worked out; {@code
 *     null} if the limit price is given otherwise, or there is none
 */
public record OrderEstimate(
    BigDecimal price,
    String priceKind,
    Instant lastTrade,
    Long priceAgeSeconds,
    String currency,
    BigDecimal value,
    String baseCurrency,
    BigDecimal fx,
    String fxKind,
    BigDecimal valueInBase,
    BigDecimal commission,
    String commissionCurrency,
    LimitBasis limit) {

  private static final int DECIMALS = 2;

  /**
   * The estimate of an order.
   *
   * @param pricing the values that the plan calculates with; empty if it has none
   * @param now the present, for the age of the price
   */
  public static OrderEstimate of(PlannedOrder order, Optional<Pricing> pricing, Instant now) {
    BigDecimal quantity = order.order().totalQuantity();
    Optional<BigDecimal> value =
        pricing.map(
            known -> known.price().value().multiply(known.multiplier()).multiply(quantity).abs());
    Optional<BaseRate> rate = pricing.map(Pricing::rate);
    Optional<BigDecimal> fx = rate.map(BaseRate::value);
    Optional<Instant> lastTrade = pricing.flatMap(known -> known.price().lastTrade());
    Optional<CommissionSchedule.Amount> commission =
        CommissionSchedule.estimate(order.contract(), quantity, value);
    return new OrderEstimate(
        pricing.map(known -> known.price().value()).orElse(null),
        pricing.map(known -> known.price().kind().id()).orElse(null),
        lastTrade.orElse(null),
        lastTrade.map(time -> Duration.between(time, now).toSeconds()).orElse(null),
        order.contract().currency(),
        value.map(OrderEstimate::money).orElse(null),
        rate.map(BaseRate::baseCurrency).orElse(null),
        fx.orElse(null),
        rate.map(BaseRate::kind).map(PriceKind::id).orElse(null),
        value.flatMap(amount -> fx.map(amount::multiply)).map(OrderEstimate::money).orElse(null),
        commission.map(CommissionSchedule.Amount::amount).orElse(null),
        commission.map(CommissionSchedule.Amount::currency).orElse(null),
        order.limit().orElse(null));
  }

  private static BigDecimal money(BigDecimal amount) {
    return amount.setScale(DECIMALS, RoundingMode.HALF_EVEN);
  }
}
