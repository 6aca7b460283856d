package dev.ibintents.trading.books;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.totals.Category;
import dev.ibintents.trading.totals.Effects;
import dev.ibintents.trading.totals.PostingUnit;
import dev.ibintents.trading.totals.TotalsChange;
import dev.ibintents.trading.totals.TradePrice;
import dev.ibintents.trading.totals.TradedContract;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The money of one posting: it changes the totals of strategies in the transaction that changes
 * their holdings. The constructor reads the totals, and {@link #write} writes them.
 */
final class FillMoney {
  /** Gateways write the times of executions in whole seconds. */
  private static final Duration PRECISION = Duration.ofSeconds(1);

  private final Fill fill;
  private final Instant now;
  private final TotalsChange totals;

  private FillMoney(Fill fill, TotalsChange totals, Instant now) {
    this.fill = fill;
    this.totals = totals;
    this.now = now;
  }

  /**
   * Begins to post an execution.
   *
   * @param positions the path of the books
   * @param posted the execution without its money
   * @param replaced the former version that it replaces
   */
  static FillMoney of(
      String positions,
      Transaction transaction,
      Fill fill,
      PostedFill posted,
      Optional<PostedFill> replaced,
      Instant now) {
    if (posted.isNobodys()) {
      return new FillMoney(fill, TotalsChange.ofAll(positions, transaction, now), now);
    }
    Set<String> strategies = new TreeSet<>(posted.source().strategies());
    strategies.addAll(posted.applied().strategies());
    replaced.ifPresent(former -> strategies.addAll(former.applied().strategies()));
    return new FillMoney(fill, TotalsChange.of(positions, transaction, strategies, now), now);
  }

  /**
   * Begins to record the cost of an execution that is posted.
   *
   * @param positions the path of the books
   */
  static FillMoney ofCost(
      String positions, Transaction transaction, Fill fill, PostedFill posted, Instant now) {
    Set<String> strategies = new TreeSet<>(posted.commissionShares().strategies());
    posted.worth().effects().ifPresent(effects -> strategies.addAll(effects.strategies()));
    return new FillMoney(fill, TotalsChange.of(positions, transaction, strategies, now), now);
  }

  /**
   * Posts the money of an execution, and takes back that of the version that it replaces.
   *
   * @param cause the path of its document
   * @return the execution with its money
   */
  PostedFill post(
      String cause, PostedFill posted, Optional<PostedFill> replaced, PostingUnit unit) {
    replaced.ifPresent(former -> totals.takeBack(takenBack(former, unit)));
    TradedContract contract = TradedContract.of(fill.contract(), unit.multiplier());
    Optional<TradePrice> price =
        Optional.ofNullable(fill.execution().price())
            .map(quoted -> new TradePrice(contract, quoted));
    Effects effects = price.map(known -> traded(known, posted, unit)).orElse(Effects.NONE);
    if (replaced.isPresent()) {
      effects = effects.plus(totals.flatten(contract, replaced.get().applied().strategies()));
    }
    PostedFill counted = posted.with(worth(price, contract, effects, replaced.isPresent()));
    Effects cost = cost(counted);
    totals.add(cost);
    Effects all = effects.plus(cost);
    PostedFill complete = counted.with(counted.worth().with(all));
    if (replaced.isEmpty()) {
      totals.amend(posted.execId(), cause, all, complete.worth().effectiveAt().orElseThrow());
    }
    return complete;
  }

  private Effects traded(TradePrice price, PostedFill posted, PostingUnit unit) {
    if (!posted.isNobodys()) {
      return totals.trade(Category.TRADED, price, posted.applied());
    } else if (CurrencyPair.isPair(fill.contract()) && unit.baseCurrency().isPresent()) {
      return totals.convert(
          price, totals.settled(price, posted.quantity(), unit.baseCurrency().get()));
    }
    return Effects.NONE;
  }

  private PostedFill.Worth worth(
      Optional<TradePrice> price, TradedContract contract, Effects effects, boolean isCorrection) {
    Instant effectiveAt =
        isCorrection
            ? now
            : GatewayTime.absolute(fill.execution().time())
                .map(time -> time.plus(PRECISION))
                .filter(time -> time.isBefore(now))
                .orElse(now);
    return new PostedFill.Worth(
        price.map(TradePrice::price),
        Optional.of(contract.multiplier()),
        Optional.of(contract.currency()),
        Optional.of(effects),
        Optional.of(effectiveAt),
        Optional.empty());
  }

  /**
   * The effects of a former version. A version that an earlier version of the product has posted is
   * in no totals. Its effects are computed, and its document keeps them as taken back.
   */
  private Effects takenBack(PostedFill former, PostingUnit unit) {
    return former.worth().effects().orElseGet(() -> uncounted(former, unit));
  }

  /** The field with the effects that a correction takes back although no totals have them. */
  Map<String, Object> takenBackFields(PostedFill former, PostingUnit unit) {
    return PostedFill.Worth.takenBackFields(uncounted(former, unit));
  }

  private Effects uncounted(PostedFill former, PostingUnit unit) {
    TradedContract contract = TradedContract.of(fill.contract(), unit.multiplier());
    Effects traded =
        former
            .worth()
            .price()
            .map(
                price ->
                    TotalsChange.cash(
                        Category.TRADED, new TradePrice(contract, price), former.applied()))
            .orElse(Effects.NONE);
    Effects cost =
        former
            .cost()
            .money()
            .map(paid -> TotalsChange.shared(Category.COMMISSIONS, paid, former.commissionShares()))
            .orElse(Effects.NONE);
    return traded.plus(cost);
  }

  /** The effects of the reported commission on the totals of strategies. */
  private Effects cost(PostedFill posted) {
    return fill.commissionReport()
        .map(
            report ->
                TotalsChange.shared(Category.COMMISSIONS, paid(report, posted), shares(posted)))
        .orElse(Effects.NONE);
  }

  private static Money paid(CommissionReport report, PostedFill posted) {
    return new Money(
        report.commission(),
        report.currency().isEmpty() ? posted.worth().currency().orElseThrow() : report.currency());
  }

  /**
   * The shares in the commission. In a conversion they are the strategies' parts of the cash, and
   * nobody's.
   */
  private static Shares shares(PostedFill posted) {
    if (!posted.isNobodys()) {
      return posted.commissionShares();
    }
    PostedFill.Worth worth = posted.worth();
    Shares shares = Shares.NONE;
    String currency = worth.currency().orElseThrow();
    Effects effects = worth.effects().orElseThrow();
    for (String strategy : effects.strategies()) {
      shares = shares.plus(strategy, effects.of(strategy).cash().of(currency, Category.TRADED));
    }
    BigDecimal all =
        worth
            .price()
            .map(
                price ->
                    posted
                        .quantity()
                        .multiply(price)
                        .multiply(worth.multiplier().orElseThrow())
                        .negate())
            .orElse(BigDecimal.ZERO);
    return shares.plus(Shares.BY_HAND, all.subtract(shares.total()));
  }

  /**
   * Adds the cost that is reported now, in place of the recorded cost. An execution that is in no
   * totals stays out of them.
   *
   * @param cause the path of its document
   * @return the effects of the execution with this cost; empty if it is in no totals
   */
  Optional<Effects> recordCost(String cause, PostedFill posted) {
    Optional<Effects> before = posted.worth().effects();
    if (before.isEmpty()) {
      return Optional.empty();
    }
    Effects change = cost(posted).plus(before.get().only(Category.COMMISSIONS).negated());
    totals.add(change);
    if (posted.cost().commission().isEmpty()) {
      totals.amend(
          posted.execId() + "-cost", cause, change, posted.worth().effectiveAt().orElse(now));
    }
    return Optional.of(before.get().plus(change));
  }

  /** Writes the totals. */
  void write(Transaction transaction) {
    totals.write(transaction);
  }
}
