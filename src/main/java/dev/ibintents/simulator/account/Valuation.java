package dev.ibintents.simulator.account;

import dev.ibintents.simulator.market.Instrument.Kind;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The value of the account at one instant.
 *
 * <p>All amounts are whole cents. A sum in a currency adds the shown amounts, so that a reader who
 * adds them comes to the shown total. Only the net liquidation of the account is rounded at its end
 * alone, as the broker's is.
 *
 * <p>The rules are the broker's (TWS API, "Account Values"). Cash includes the profit and loss of
 * open futures. The net liquidation of a currency is its cash plus its securities. An amount in the
 * base currency is the shown amount times the shown rate, in cents.
 *
 * @param baseCurrency the currency of the totals
 * @param lines every holding at its price
 * @param settled settled cash by currency, without the profit and loss of open futures; it has
 *     every currency that the account has seen
 * @param rates the value of one unit of each currency in the base currency
 */
public record Valuation(
    String baseCurrency,
    List<PortfolioLine> lines,
    Map<String, BigDecimal> settled,
    Map<String, BigDecimal> rates) {

  private static final BigDecimal INITIAL_MARGIN_OF_STOCKS = new BigDecimal("0.50");
  private static final BigDecimal MAINTENANCE_MARGIN_OF_STOCKS = new BigDecimal("0.25");
  private static final BigDecimal INITIAL_MARGIN_OF_FUTURES = new BigDecimal("0.08");
  private static final BigDecimal MAINTENANCE_MARGIN_OF_FUTURES = new BigDecimal("0.072");
  private static final BigDecimal MARGIN_OF_BILLS = new BigDecimal("0.01");
  private static final BigDecimal MARGIN_OF_WRITTEN_OPTIONS = new BigDecimal("0.20");
  private static final BigDecimal DAY_TRADING_LEVERAGE = BigDecimal.valueOf(4);

  /** Copies the collections. */
  public Valuation {
    lines = List.copyOf(lines);
    settled = Map.copyOf(settled);
    rates = Map.copyOf(rates);
  }

  /** The currencies that have their own rows, sorted by name. */
  public List<String> currencies() {
    return settled.keySet().stream().sorted().toList();
  }

  /** The cash in a currency: settled cash plus the profit or loss of open futures. */
  public BigDecimal cash(String currency) {
    return cents(settled.get(currency)).add(futuresPnl(currency));
  }

  /** The market value of shares. */
  public BigDecimal stockMarketValue(String currency) {
    return sum(currency, Kind.STK, PortfolioLine::value);
  }

  /** The profit or loss of open futures since they were opened. */
  public BigDecimal futuresPnl(String currency) {
    return sum(currency, Kind.FUT, PortfolioLine::unrealized);
  }

  /** The market value of options; negative for written options. */
  public BigDecimal optionMarketValue(String currency) {
    return sum(currency, Kind.OPT, PortfolioLine::value);
  }

  /** The market value of bills. */
  public BigDecimal billValue(String currency) {
    return sum(currency, Kind.BILL, PortfolioLine::value);
  }

  /** The market value of securities: shares, options and bills. */
  public BigDecimal securitiesValue(String currency) {
    return sum(currency, PortfolioLine::value, Kind.STK, Kind.OPT, Kind.BILL);
  }

  /** The profit or loss of open shares, options, bills and futures since they were opened. */
  public BigDecimal unrealizedPnl(String currency) {
    return sum(currency, PortfolioLine::unrealized, Kind.STK, Kind.OPT, Kind.BILL)
        .add(futuresPnl(currency));
  }

  /** The profit or loss that was realized today. */
  public BigDecimal realizedPnl(String currency) {
    return sum(line -> line.instrument().currency().equals(currency), PortfolioLine::realized);
  }

  /** The sum of an amount over all currencies, in the base currency. */
  public BigDecimal inBase(Function<String, BigDecimal> amount) {
    BigDecimal sum = BigDecimal.ZERO.setScale(2);
    for (String currency : settled.keySet()) {
      sum = sum.add(cents(amount.apply(currency).multiply(rates.get(currency))));
    }
    return sum;
  }

  /** All cash, in the base currency. */
  public BigDecimal totalCash() {
    return inBase(this::cash);
  }

  /**
   * Cash and securities of all currencies, in the base currency. The exact values are added, and
   * their sum is rounded to cents. So it may differ from the sum of the shown amounts.
   */
  public BigDecimal netLiquidation() {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> cash : settled.entrySet()) {
      sum = sum.add(cash.getValue().multiply(rates.get(cash.getKey())));
    }
    for (PortfolioLine line : lines) {
      BigDecimal value =
          switch (line.instrument().kind()) {
            case STK, OPT, BILL -> line.exactValue();
            case FUT -> line.exactValue().subtract(line.cost());
            case CASH -> BigDecimal.ZERO;
          };
      sum = sum.add(value.multiply(rates.get(line.instrument().currency())));
    }
    return cents(sum);
  }

  /** The value of shares, options and bills, long and short alike, in the base currency. */
  public BigDecimal grossPositionValue() {
    return inBase(
        currency -> sum(currency, line -> line.value().abs(), Kind.STK, Kind.OPT, Kind.BILL));
  }

  /** The equity needed to open the positions in securities, in the base currency. */
  public BigDecimal initialMarginOfStocks() {
    return marginOf(Kind.STK, INITIAL_MARGIN_OF_STOCKS)
        .add(marginOf(Kind.BILL, MARGIN_OF_BILLS))
        .add(marginOfOptions());
  }

  /** The equity needed to keep the positions in securities, in the base currency. */
  public BigDecimal maintenanceMarginOfStocks() {
    return marginOf(Kind.STK, MAINTENANCE_MARGIN_OF_STOCKS)
        .add(marginOf(Kind.BILL, MARGIN_OF_BILLS))
        .add(marginOfOptions());
  }

  private BigDecimal marginOf(Kind kind, BigDecimal part) {
    BigDecimal gross = inBase(currency -> sum(currency, kind, line -> line.value().abs()));
    return cents(gross.multiply(part));
  }

  /**
   * The margin of options: the value of a bought option. For a written option, its value plus a
   * part of its notional.
   */
  private BigDecimal marginOfOptions() {
    return inBase(currency -> sum(currency, Kind.OPT, Valuation::marginOfOption));
  }

  private static BigDecimal marginOfOption(PortfolioLine line) {
    if (line.quantity().signum() >= 0) {
      return line.value();
    }
    BigDecimal notional =
        line.quantity()
            .multiply(line.instrument().factor().multiply(line.instrument().terms().strike()));
    return cents(line.value().abs().add(notional.abs().multiply(MARGIN_OF_WRITTEN_OPTIONS)));
  }

  /** The equity needed to open the futures, in the base currency. */
  public BigDecimal initialMarginOfFutures() {
    return cents(notionalOfFutures().multiply(INITIAL_MARGIN_OF_FUTURES));
  }

  /** The equity needed to keep the futures, in the base currency. */
  public BigDecimal maintenanceMarginOfFutures() {
    return cents(notionalOfFutures().multiply(MAINTENANCE_MARGIN_OF_FUTURES));
  }

  /** The equity left for new positions, in the base currency. */
  public BigDecimal availableFunds() {
    return netLiquidation().subtract(initialMarginOfStocks()).subtract(initialMarginOfFutures());
  }

  /** The equity left before the broker liquidates positions, in the base currency. */
  public BigDecimal excessLiquidity() {
    return netLiquidation()
        .subtract(maintenanceMarginOfStocks())
        .subtract(maintenanceMarginOfFutures());
  }

  /** Four times the available funds, as in a margin account; never negative. */
  public BigDecimal buyingPower() {
    return cents(availableFunds().max(BigDecimal.ZERO).multiply(DAY_TRADING_LEVERAGE));
  }

  private BigDecimal notionalOfFutures() {
    return inBase(currency -> sum(currency, Kind.FUT, line -> line.value().abs()));
  }

  private BigDecimal sum(String currency, Kind kind, Function<PortfolioLine, BigDecimal> amount) {
    return sum(
        line -> line.instrument().kind() == kind && line.instrument().currency().equals(currency),
        amount);
  }

  private BigDecimal sum(
      String currency, Function<PortfolioLine, BigDecimal> amount, Kind... kinds) {
    BigDecimal sum = BigDecimal.ZERO.setScale(2);
    for (Kind kind : kinds) {
      sum = sum.add(sum(currency, kind, amount));
    }
    return sum;
  }

  private BigDecimal sum(
      Predicate<PortfolioLine> condition, Function<PortfolioLine, BigDecimal> amount) {
    BigDecimal sum = BigDecimal.ZERO.setScale(2);
    for (PortfolioLine line : lines) {
      if (condition.test(line)) {
        sum = sum.add(amount.apply(line));
      }
    }
    return sum;
  }

  /** Rounds to cents, half to even. */
  public static BigDecimal cents(BigDecimal amount) {
    return amount.setScale(2, RoundingMode.HALF_EVEN);
  }
}
