package dev.ibintents.simulator.account;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The rows in which a gateway reports a valuation.
 *
 * <p>There are rows for each currency and for BASE, and rows without a currency. The totals of the
 * account are in the base currency, with their parts -S (securities) and -C (commodities).
 *
 * <p>The commodities segment holds exactly its initial margin in cash. The rest belongs to
 * securities. The broker moves cash between the segments in this way each night.
 */
public final class AccountRows {
  /** The currency code of the rows that sum up all currencies. */
  public static final String BASE = "BASE";

  private static final String ZERO = "0.00";
  private static final List<String> EMPTY_BY_CURRENCY =
      List.of(
          "AccruedCash",
          "Billable",
          "BondValue",
          "CorporateBondValue",
          "Cryptocurrency",
          "FundValue",
          "FutureOptionValue",
          "FxCashBalance",
          "IssuerOptionValue",
          "MoneyMarketFundValue",
          "MutualFundValue",
          "NetDividend",
          "TBondValue",
          "WarrantValue");

  private final Valuation valuation;
  private final String account;
  private final List<AccountRow> rows = new ArrayList<>();

  private AccountRows(Valuation valuation, String account) {
    this.valuation = valuation;
    this.account = account;
  }

  /** Every row of the account. */
  public static List<AccountRow> of(Valuation valuation, String account) {
    AccountRows builder = new AccountRows(valuation, account);
    builder.facts();
    builder.totals();
    builder.ledger();
    return List.copyOf(builder.rows);
  }

  /** The rows by currency, which an account summary calls {@code $LEDGER}. */
  public static List<AccountRow> ledger(Valuation valuation, String account) {
    AccountRows builder = new AccountRows(valuation, account);
    builder.ledger();
    return List.copyOf(builder.rows);
  }

  private void facts() {
    fact("AccountCode", account);
    fact("AccountReady", "true");
    fact("AccountType", "INDIVIDUAL");
    fact("Cushion", cushion());
    fact("DayTradesRemaining", "-1");
    for (int day = 1; day <= 4; day++) {
      fact("DayTradesRemainingT+" + day, "-1");
    }
    fact("LookAheadNextChange", "0");
    fact("NLVAndMarginInReview", "false");
    fact("SegmentTitle-C", "US Commodities");
    fact("SegmentTitle-S", "US Securities");
    fact("TradingType-S", "STKNOPT");
    fact("WhatIfPMEnabled", "true");
  }

  private void totals() {
    BigDecimal initC = valuation.initialMarginOfFutures();
    BigDecimal maintC = valuation.maintenanceMarginOfFutures();
    BigDecimal init = valuation.initialMarginOfStocks().add(initC);
    BigDecimal maint = valuation.maintenanceMarginOfStocks().add(maintC);
    BigDecimal worth = valuation.netLiquidation();
    BigDecimal available = valuation.availableFunds();
    BigDecimal excess = valuation.excessLiquidity();
    for (String prefix : List.of("", "Full", "LookAhead")) {
      segments(prefix + "AvailableFunds", available, BigDecimal.ZERO);
      segments(prefix + "ExcessLiquidity", excess, initC.subtract(maintC));
      segments(prefix + "InitMarginReq", init, initC);
      segments(prefix + "MaintMarginReq", maint, maintC);
    }
    segments("EquityWithLoanValue", worth, initC);
    segments("NetLiquidation", worth, initC);
    segments("PreviousDayEquityWithLoanValue", worth, initC);
    segments("TotalCashValue", valuation.totalCash(), initC);
    total("BuyingPower", valuation.buyingPower());
    total("GrossPositionValue", valuation.grossPositionValue());
    total("GrossPositionValue-S", valuation.grossPositionValue());
    total("NetLiquidationUncertainty", BigDecimal.ZERO);
    total("PostExpirationExcess", BigDecimal.ZERO);
    total("PostExpirationMargin", BigDecimal.ZERO);
    total("RegTEquity", worth);
    total("RegTMargin", valuation.initialMarginOfStocks());
    total("SMA", valuation.availableFunds());
  }

  private void ledger() {
    for (String currency : valuation.currencies()) {
      byCurrency(currency, amount -> amount.apply(currency));
      row("Currency", currency, currency);
      row("RealCurrency", currency, currency);
      row("ExchangeRate", rate(currency), currency);
    }
    byCurrency(BASE, valuation::inBase);
    row("Currency", BASE, BASE);
    row("RealCurrency", BASE, BASE);
    row("ExchangeRate", "1.00", BASE);
  }

  private void byCurrency(
      String currency, Function<Function<String, BigDecimal>, BigDecimal> shown) {
    amount("CashBalance", shown.apply(valuation::cash), currency);
    amount("TotalCashBalance", shown.apply(valuation::cash), currency);
    amount("StockMarketValue", shown.apply(valuation::stockMarketValue), currency);
    amount("FuturesPNL", shown.apply(valuation::futuresPnl), currency);
    amount("UnrealizedPnL", shown.apply(valuation::unrealizedPnl), currency);
    amount("RealizedPnL", shown.apply(valuation::realizedPnl), currency);
    amount("OptionMarketValue", shown.apply(valuation::optionMarketValue), currency);
    amount("TBillValue", shown.apply(valuation::billValue), currency);
    BigDecimal worth = shown.apply(valuation::cash).add(shown.apply(valuation::securitiesValue));
    amount("NetLiquidationByCurrency", worth, currency);
    for (String key : EMPTY_BY_CURRENCY) {
      row(key, ZERO, currency);
    }
    row("AccountOrGroup", account, currency);
  }

  private void segments(String key, BigDecimal total, BigDecimal commodities) {
    total(key, total);
    total(key + "-C", commodities);
    total(key + "-S", total.subtract(commodities));
  }

  private void total(String key, BigDecimal value) {
    amount(key, value, valuation.baseCurrency());
  }

  private void amount(String key, BigDecimal value, String currency) {
    row(key, value.setScale(2, RoundingMode.UNNECESSARY).toPlainString(), currency);
  }

  private void fact(String key, String value) {
    row(key, value, "");
  }

  private void row(String key, String value, String currency) {
    rows.add(new AccountRow(key, value, currency));
  }

  private String rate(String currency) {
    return currency.equals(valuation.baseCurrency())
        ? "1.00"
        : valuation.rates().get(currency).toPlainString();
  }

  private String cushion() {
    BigDecimal worth = valuation.netLiquidation();
    BigDecimal available = valuation.availableFunds();
    BigDecimal excess = valuation.excessLiquidity();
    return worth.signum() <= 0
        ? "0"
        : valuation.excessLiquidity().divide(worth, 6, RoundingMode.HALF_EVEN).toPlainString();
  }
}
