package dev.ibintents.backtest;

import com.google.gson.JsonObject;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Attribution;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Posts the changes of the account between two sessions that are no trades: interest on cash,
 * settled futures, splits and dividends. The account and the strategies that hold the contracts get
 * the same amounts, apart from fractions of a cent.
 */
final class OvernightPostings {
  /** The days of a year of interest: the money market counts actual days of a year of 360. */
  private static final BigDecimal DAYS_OF_A_YEAR = BigDecimal.valueOf(360);

  private static final int CENTS = 2;

  private final BigDecimal rate;
  private final List<CorporateAction> actions;
  private final SimulatedGateway gateway;
  private final PaperAccount account;
  private final PriceSource prices;
  private final StrategyLedger strategies;
  private int next;
  private BigDecimal interest = BigDecimal.ZERO.setScale(CENTS);

  /**
   * @param rate the interest of a year as a fraction
   * @param actions the dividends and splits, the earliest first
   */
  OvernightPostings(
      BigDecimal rate,
      List<CorporateAction> actions,
      SimulatedGateway gateway,
      StrategyLedger strategies) {
    this.rate = rate;
    this.actions = actions;
    this.gateway = gateway;
    this.account = gateway.account();
    this.prices = gateway.prices();
    this.strategies = strategies;
  }

  /** The splits of loaded bars, by conId and day. */
  static Map<Integer, SortedMap<LocalDate, BigDecimal>> splits(BarData.Loaded data) {
    Map<Integer, SortedMap<LocalDate, BigDecimal>> splits = new HashMap<>();
    data.actions().stream()
        .filter(CorporateAction::isSplit)
        .forEach(
            action ->
                splits
                    .computeIfAbsent(action.instrument().conId(), conId -> new TreeMap<>())
                    .put(action.exDate(), action.split()));
    return splits;
  }

  /**
   * Posts the changes after a session and before the next one opens.
   *
   * @param before the session that is over
   * @param session the session that comes
   * @param now the moment, between the two
   * @param function brings the books in line
   */
  void post(LocalDate before, LocalDate session, Instant now, InProcessFunction function) {
    payInterest(ChronoUnit.DAYS.between(before, session));
    for (; next < actions.size() && !actions.get(next).exDate().isAfter(session); next++) {
      CorporateAction action = actions.get(next);
      if (action.exDate().isAfter(before) && action.isSplit()) {
        split(action, now, function);
      }
      if (action.exDate().isAfter(before) && action.dividend().signum() != 0) {
        payDividend(action, now);
      }
    }
  }

  /** Pays interest on the cash in the base currency, or charges it if the cash is borrowed. */
  private void payInterest(long days) {
    if (rate.signum() == 0) {
      return;
    }
    BigDecimal amount =
        account
            .valuation()
            .cash(PaperAccount.BASE_CURRENCY)
            .multiply(rate)
            .multiply(BigDecimal.valueOf(days))
            .divide(DAYS_OF_A_YEAR, CENTS, RoundingMode.HALF_EVEN);
    account.deposit(PaperAccount.BASE_CURRENCY, amount);
    interest = interest.add(amount);
  }

  /** The interest since the start. */
  BigDecimal interest() {
    return interest;
  }

  /** Whether a strategy holds a future that has settled. */
  boolean isSettlementDue(Instant now) {
    return strategies.contracts().stream()
        .map(account::instrument)
        .anyMatch(instrument -> isSettled(instrument, now));
  }

  private static boolean isSettled(Instrument instrument, Instant now) {
    return instrument.kind() == Instrument.Kind.FUT && instrument.isSettled(now);
  }

  /**
   * Takes futures that have settled in cash out of the books, at the price of their settlement.
   *
   * @param now the moment
   * @param function brings the books in line
   */
  void settleExpired(Instant now, InProcessFunction function) {
    account.settleExpired();
    for (int conId : strategies.contracts()) {
      Instrument instrument = account.instrument(conId);
      if (isSettled(instrument, now)) {
        strategies.settle(conId, unitValue(instrument, instrument.settlement()));
      }
    }
    // The books find out by themselves that the contracts have expired.
    function.invoke("trade-reconciliation", "settlement at " + now, new JsonObject());
  }

  /**
   * Splits a holding. The broker cancels the open orders in the share, gives whole shares, and pays
   * the fraction of a share in cash.
   */
  private void split(CorporateAction action, Instant now, InProcessFunction function) {
    Instrument share = action.instrument();
    account.orders().stream()
        .filter(order -> order.conId() == share.conId())
        .forEach(order -> gateway.tws().cancel(order.order().permId()));
    Shares held = strategies.held(share.conId());
    BigDecimal before = account.positions().getOrDefault(share, BigDecimal.ZERO);
    if (before.signum() == 0 && held.isEmpty()) {
      return;
    }
    BigDecimal exact = before.multiply(action.split());
    BigDecimal whole = exact.setScale(0, RoundingMode.DOWN);
    BigDecimal price = prices.mark(share, now);
    account.split(
        share,
        whole,
        exact.subtract(whole).multiply(price).setScale(CENTS, RoundingMode.HALF_EVEN));
    Shares after =
        held.total().signum() == 0
            ? multiplied(held, action.split())
            : new Attribution(held, BigDecimal.ONE).totals(whole);
    strategies.split(share.conId(), action.split(), after, unitValue(share, now));
    String words = "split of " + share.localSymbol() + " on " + action.exDate();
    adopt(share.conId(), after.minus(held), words, function);
  }

  private static Shares multiplied(Shares shares, BigDecimal factor) {
    SortedMap<String, BigDecimal> multiplied = new TreeMap<>(shares.byStrategy());
    multiplied.replaceAll((id, quantity) -> quantity.multiply(factor));
    return new Shares(multiplied);
  }

  private void payDividend(CorporateAction action, Instant now) {
    Instrument share = action.instrument();
    BigDecimal held = account.positions().getOrDefault(share, BigDecimal.ZERO);
    account.deposit(
        share.currency(), held.multiply(action.dividend()).setScale(CENTS, RoundingMode.HALF_EVEN));
    strategies.dividend(
        share.conId(), action.dividend().multiply(prices.rate(share.currency(), now)));
  }

  /** The value of one unit of a contract in the base currency. */
  private BigDecimal unitValue(Instrument instrument, Instant moment) {
    return prices
        .mark(instrument, moment)
        .multiply(instrument.factor())
        .multiply(prices.rate(instrument.currency(), moment));
  }

  /** Adopts changes of holdings that no execution shows, as a person does. */
  private static void adopt(int conId, Shares changes, String key, InProcessFunction function) {
    JsonObject adoption = new JsonObject();
    changes.forEach(
        (id, quantity) -> {
          JsonObject quantities = new JsonObject();
          quantities.addProperty(Integer.toString(conId), quantity);
          adoption.add(id, quantities);
        });
    JsonObject body = new JsonObject();
    if (!changes.isEmpty()) {
      body.add("adopt", adoption);
    }
    function.invoke("trade-reconciliation", key, body);
  }
}
