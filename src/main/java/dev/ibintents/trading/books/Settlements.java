package dev.ibintents.trading.books;

import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.HistoricalRequest;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.Resolution;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.Farm;
import dev.ibintents.ibapi.GatewayException;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Transaction;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.totals.Category;
import dev.ibintents.trading.totals.Effects;
import dev.ibintents.trading.totals.TotalsChange;
import dev.ibintents.trading.totals.TradePrice;
import dev.ibintents.trading.totals.TradedContract;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes expired futures out of the books. The broker settles a future without an execution: the
 * position disappears, and its profit or loss is in the cash. The strategies that hold it get its
 * value at the settlement price, so that they earn its last move too.
 *
 * <p>A future is settled only if the broker's own description says that it has expired. The price
 * is the close of its last daily bar, which the broker keeps for two years. If there is none, the
 * value on the latest day on record counts. Each settlement is one transaction, which writes the
 * document {@code positions/{mode}/actions/settlement-…}.
 */
final class Settlements {
  private static final Logger logger = LoggerFactory.getLogger(Settlements.class);
  private static final String FUTURE = "FUT";
  private static final String LAST_WEEK = "1 W";
  private static final int DATE_LENGTH = 8;

  private static final RecordFields<StoredSettlement> SETTLEMENTS =
      RecordFields.of(StoredSettlement.class, Effects.FORM);

  private final IbGateway gateway;
  private final Contracts contracts;
  private final DocumentStore store;
  private final Books books;
  private final Clock clock;
  private final String invocation;
  private final Set<Integer> seen = new TreeSet<>();
  private final List<Reconciled.Settled> posted = new ArrayList<>();

  /**
   * The document of a settlement, in the form of other actions that change holdings.
   *
   * @param contracts the changes of holdings, by conId and owner
   * @param type the type of action
   * @param description the settlement in words
   * @param price the price as quoted, or the value of a unit with multiplier 1
   * @param multiplier the contract's multiplier; 1 for the value of a unit
   * @param priceFrom the source of the price, in words
   * @param effectiveAt the time at which the settlement was noticed
   * @param effects the effects on totals
   * @param invocation the invocation that posted it
   * @param timestamp the time at which it was posted
   */
  private record StoredSettlement(
      SortedMap<Integer, SortedMap<String, BigDecimal>> contracts,
      String type,
      String description,
      BigDecimal price,
      BigDecimal multiplier,
      String priceFrom,
      Instant effectiveAt,
      Effects effects,
      String invocation,
      Instant timestamp) {}

  /** A price with its source in words. */
  private record Known(TradePrice price, String source) {}

  /**
   * @param gateway the connected gateway
   * @param contracts the contracts of the invocation
   * @param store the store of the books
   * @param books the books
   * @param clock the clock for times in documents
   * @param invocation the invocation that posts, which documents name
   */
  Settlements(
      IbGateway gateway,
      Contracts contracts,
      DocumentStore store,
      Books books,
      Clock clock,
      String invocation) {
    this.gateway = gateway;
    this.contracts = contracts;
    this.store = store;
    this.books = books;
    this.clock = clock;
    this.invocation = invocation;
  }

  /**
   * Settles the expired futures among contracts that strategies hold and the account does not. Each
   * contract is looked up once.
   *
   * @param conIds the contracts
   * @param known the contracts whose descriptions are known, by conId
   * @param account the account
   * @return whether holdings have changed
   */
  boolean post(Collection<Integer> conIds, Map<Integer, Contract> known, String account) {
    Map<Integer, ContractSpec> specs = new LinkedHashMap<>();
    for (int conId : conIds) {
      boolean mayBe = !known.containsKey(conId) || known.get(conId).secType().equals(FUTURE);
      if (mayBe && seen.add(conId)) {
        specs.put(conId, expired(conId));
      }
    }
    if (specs.isEmpty()) {
      return false;
    }
    int before = posted.size();
    for (Resolution resolution : contracts.lookUp(specs.values()).values()) {
      if (resolution instanceof Resolution.Found found && hasExpired(found.contract())) {
        settle(found.contract(), account);
      }
    }
    return posted.size() > before;
  }

  /** The settlements that were posted. */
  List<Reconciled.Settled> posted() {
    return List.copyOf(posted);
  }

  private static ContractSpec expired(int conId) {
    return new ContractSpec(
        Contract.builder().conId(conId).secType(FUTURE).includeExpired(true).build(),
        Optional.empty());
  }

  /** Whether the last trading day of a future has come, by the broker's description. */
  private boolean hasExpired(ResolvedContract contract) {
    return contract.contract().secType().equals(FUTURE)
        && expiry(contract).filter(day -> !day.isAfter(BrokerDay.of(clock.instant()))).isPresent();
  }

  private static Optional<LocalDate> expiry(ResolvedContract contract) {
    String text = contract.contract().lastTradeDateOrContractMonth();
    try {
      return text.length() < DATE_LENGTH
          ? Optional.empty()
          : Optional.of(
              LocalDate.parse(text.substring(0, DATE_LENGTH), DateTimeFormatter.BASIC_ISO_DATE));
    } catch (DateTimeException e) {
      logger.warn("{} trades last on \"{}\", which is no date", contract.localSymbol(), text);
      return Optional.empty();
    }
  }

  private void settle(ResolvedContract contract, String account) {
    Optional<Known> price = lastBar(contract);
    store
        .<Optional<Reconciled.Settled>, RuntimeException>runTransaction(
            transaction -> settle(transaction, contract, account, price))
        .ifPresent(
            settled -> {
              logger.info(
                  "{} has expired and was settled at {}, {}",
                  settled.contract(),
                  settled.price(),
                  settled.priceFrom());
              posted.add(settled);
            });
  }

  /** The close of the last daily bar; empty if the broker has none. */
  private Optional<Known> lastBar(ResolvedContract contract) {
    HistoricalRequest.Bars request =
        new HistoricalRequest.Bars(
            contract.contract().toBuilder().includeExpired(true).build(),
            endOfLastDay(contract),
            LAST_WEEK,
            BarSize.DAY,
            WhatToShow.TRADES,
            false);
    try {
      gateway
          .session()
          .requireNoOutage(
              Farm.HISTORICAL_DATA, "the settlement price of an expired future is not known");
      List<HistoricalBar> bars = gateway.awaitBars(List.of(request)).get(0);
      return bars.isEmpty()
          ? Optional.empty()
          : Optional.of(known(contract, bars.get(bars.size() - 1)));
    } catch (GatewayException e) {
      logger.warn("No daily bar of the expired {}: {}", contract.localSymbol(), e.getMessage());
      return Optional.empty();
    }
  }

  /** The end of the last trading day in the form of a request; empty if it is today. */
  private String endOfLastDay(ResolvedContract contract) {
    return expiry(contract)
        .filter(day -> day.isBefore(BrokerDay.of(clock.instant())))
        .map(day -> day.format(DateTimeFormatter.BASIC_ISO_DATE) + "-23:59:59")
        .orElse("");
  }

  private static Known known(ResolvedContract contract, HistoricalBar bar) {
    return new Known(
        new TradePrice(TradedContract.of(contract.contract(), contract.multiplier()), bar.close()),
        "the close of its last daily bar" + bar.date().map(day -> " of " + day).orElse(""));
  }

  private Optional<Reconciled.Settled> settle(
      Transaction transaction, ResolvedContract contract, String account, Optional<Known> bar) {
    int conId = contract.conId();
    Shares held = Books.holdings(transaction.query(Query.in(books.holdingsCollection()))).of(conId);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    SortedSet<String> owners = held.strategies();
    TotalsChange totals = TotalsChange.of(books.positions(), transaction, owners, now);
    Optional<Known> price =
        bar.or(
            () ->
                totals
                    .latestPrice(conId)
                    .map(value -> new Known(value, "its value on the latest day on record")));
    if (held.isEmpty() || price.isEmpty()) {
      return Optional.empty();
    }
    AccompanyingWrites.Writes claim = books.owner().claim(transaction, account, now);
    HoldingsChange holdings = new HoldingsChange(books.holdingsCollection(), transaction, owners);
    holdings.add(conId, held.negated());
    Effects effects = totals.trade(Category.SETTLED, price.get().price(), held.negated());
    String path =
        books.positions()
            + "/actions/settlement-"
            + conId
            + "-"
            + Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, now), Character.MAX_RADIX);
    transaction.create(
        path,
        SETTLEMENTS.fields(
            new StoredSettlement(
                new TreeMap<>(Map.of(conId, held.negated().byStrategy())),
                "settlement",
                contract.localSymbol() + " has expired",
                price.get().price().price(),
                price.get().price().contract().multiplier(),
                price.get().source(),
                now,
                effects,
                invocation,
                now)));
    holdings.write(transaction);
    totals.write(transaction);
    claim.write(transaction);
    return Optional.of(
        new Reconciled.Settled(
            contract.localSymbol(),
            conId,
            price.get().price().price(),
            price.get().source(),
            held,
            path));
  }
}
