package dev.ibintents.backtest;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ibintents.backtest.BacktestResult.Day;
import dev.ibintents.backtest.BacktestResult.Trouble;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Transport;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperPosition;
import dev.ibintents.simulator.account.PaperState;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.market.BarMarket;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.TradingDay;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.memory.MemoryDocumentStore;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.StrategyKind;
import dev.ibintents.trading.BrokerDay;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.BooksAccount;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Plays the sessions of the past, one after the other. On each session it moves the clock to the
 * moments at which the market fills orders, and to the time of the trading run.
 */
final class Engine implements AutoCloseable {
  /** The address of each engine is its own, because a process counts client ids by address. */
  private static final AtomicLong ENGINES = new AtomicLong();

  private static final long FIRST_PERM_ID = 1_850_000_001L;

  /** The seconds after an auction at which orders of the day have ended, and books are settled. */
  private static final int AFTER_AUCTION_SECONDS = 61;

  private final Settings settings;
  private final BarData.Loaded data;
  private final Backtest.Progress progress;
  private final BarMarket market;
  private final SortedSet<LocalDate> sessions;
  private final VirtualClock clock;
  private final MemoryDocumentStore store = new MemoryDocumentStore();
  private final SimulatedGateway gateway;
  private final FunctionInstance instance;
  private final InProcessFunction function;
  private final Books books;
  private final OldDocuments oldDocuments;
  private final StrategyLedger strategies = new StrategyLedger();
  private final List<Day> days = new ArrayList<>();
  private final List<Trouble> troubles = new ArrayList<>();
  private final OrderRecords records;
  private final OvernightPostings overnight;

  /** Whether the broker has executions or endings of orders that the books do not have yet. */
  private boolean unsettled;

  /**
   * @throws BacktestException if there is no session
   */
  Engine(Settings settings, BarData.Loaded data, Backtest.Progress progress) {
    this.settings = settings;
    this.data = data;
    this.progress = progress;
    market = new BarMarket(data.bars(), OvernightPostings.splits(data), settings.trading());
    sessions = data.sessions(settings.from());
    clock = new VirtualClock(sessions.first().atStartOfDay(TradingDay.NEW_YORK).toInstant());
    gateway =
        SimulatedGateway.inMemory(
            new GatewayOptions()
                .clock(clock)
                .market(market, data.shares())
                .commissions(settings.commission().schedule())
                .messagesPerSecond(Integer.MAX_VALUE)
                .state(StateStore.opening(opening())));
    instance =
        new FunctionInstance(
            Variables.from(Map.of("STORE", "firestore", "GATEWAY", "configured")),
            store,
            clock,
            Optional.empty());
    instance.replace(Transport.Dialer.class, (host, port, deadline) -> gateway.dial(clock));
    instance.replace(Strategies.class, table());
    function = new InProcessFunction(instance, troubles::add);
    books = new Books(store, TradingMode.PAPER, clock);
    oldDocuments = new OldDocuments(store, TradingMode.PAPER);
    records = new OrderRecords(gateway, market, store, TradingMode.PAPER);
    overnight = new OvernightPostings(settings.interest(), data.actions(), gateway, strategies);
    writeDocuments();
    writeHoldings();
  }

  private PaperState opening() {
    return new PaperState(
        Map.of(PaperAccount.BASE_CURRENCY, settings.cash()),
        positions(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        FIRST_PERM_ID,
        1,
        List.of());
  }

  /** The positions at the start. Their cost is their value at the last close before. */
  private List<PaperPosition> positions() {
    SortedMap<Integer, BigDecimal> quantities = new TreeMap<>();
    settings
        .holdings()
        .values()
        .forEach(
            held ->
                held.forEach(
                    (conId, quantity) -> quantities.merge(conId, quantity, BigDecimal::add)));
    List<PaperPosition> positions = new ArrayList<>();
    quantities.forEach(
        (conId, quantity) -> {
          if (quantity.signum() != 0) {
            Instrument instrument = instrument(conId);
            BigDecimal price = market.mark(instrument, clock.instant());
            positions.add(
                new PaperPosition(
                    conId, quantity, quantity.multiply(price).multiply(instrument.factor())));
          }
        });
    return positions;
  }

  private Instrument instrument(int conId) {
    return data.bars().keySet().stream()
        .filter(instrument -> instrument.conId() == conId)
        .findFirst()
        .orElseThrow(() -> new BacktestException("there are no bars of contract " + conId));
  }

  /** Writes the holdings at the start into the books, which belong to the account from then on. */
  private void writeHoldings() {
    if (settings.holdings().isEmpty()) {
      return;
    }
    String positions = "positions/" + TradingMode.PAPER.id() + "/holdings/";
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          AccompanyingWrites.Writes claim =
              new BooksAccount(store, TradingMode.PAPER)
                  .claim(transaction, gateway.account().name(), clock.instant());
          claim.write(transaction);
          settings
              .holdings()
              .forEach(
                  (id, held) -> {
                    Map<String, BigDecimal> fields = new TreeMap<>();
                    held.forEach(
                        (conId, quantity) -> fields.put(Integer.toString(conId), quantity));
                    transaction.set(positions + id, fields);
                  });
          return null;
        });
    strategies.cross(books.holdings(), this::unitValue);
  }

  private Strategies table() {
    Strategies table = Strategies.all();
    for (var kind : settings.kinds().entrySet()) {
      table =
          table.with(
              new Strategies.Kind(kind.getKey(), StrategyKind.Use.ANY_ACCOUNT, kind.getValue()));
    }
    return table;
  }

  private void writeDocuments() {
    Map<String, Object> common = new LinkedHashMap<>(settings.configuration());
    common.remove("account");
    common.remove(Configuration.HALTED);
    common.put(Configuration.TRADING_ENABLED, true);
    common.put("whenClosed", "queue"); // orders are placed before the session that fills them
    common.put("apiHost", "backtest-" + ENGINES.incrementAndGet());
    common.put("apiPort", 4002);
    Object overall =
        common.get("exposure") instanceof Map<?, ?> exposure && exposure.containsKey("overall")
            ? exposure.get("overall")
            : BigDecimal.ONE;
    common.put("exposure", Map.of("overall", overall, "strategies", settings.exposures()));
    store.set(Configuration.COMMON, common);
    store.set(Configuration.documentOf(TradingMode.PAPER), Map.of());
    write(settings.documents());
  }

  private void write(Map<String, Map<String, ?>> documents) {
    documents.forEach((id, fields) -> store.set(Strategies.path(id), fields));
  }

  /**
   * Writes the documents that begin with a session, or since the session before it.
   *
   * @return whether there are any
   */
  private boolean writeLaterDocuments(Optional<LocalDate> previous, LocalDate session) {
    var begun =
        previous
            .map(before -> settings.laterDocuments().tailMap(before.plusDays(1)))
            .orElse(settings.laterDocuments())
            .headMap(session.plusDays(1));
    begun.values().forEach(this::write);
    return !begun.isEmpty();
  }

  /** Plays all sessions. */
  BacktestResult run() {
    Optional<LocalDate> previous = Optional.empty();
    int done = 0;
    for (LocalDate session : sessions) {
      if (previous.isPresent()) {
        moveTo(session.atStartOfDay(TradingDay.NEW_YORK).toInstant());
        overnight.post(previous.get(), session, clock.instant(), function);
      }
      play(session, times(session, previous));
      days.add(day(session));
      progress.sessionOver(session, ++done, sessions.size());
      previous = Optional.of(session);
    }
    List<String> notes = new ArrayList<>(data.notes());
    notes.addAll(settings.schedule().remarks(sessions));
    return new BacktestResult(
        settings.cash(), days, records.orders(), records.fills(), troubles, notes);
  }

  /** The times of a session at which the strategies trade; once at least with new documents. */
  private List<LocalTime> times(LocalDate session, Optional<LocalDate> previous) {
    boolean hasNewDocuments = writeLaterDocuments(previous, session);
    List<LocalTime> times = settings.schedule().times(session, previous, settings.time());
    return times.isEmpty() && hasNewDocuments ? List.of(settings.time()) : times;
  }

  /** Plays one session: its auctions, and the trading runs at their times. */
  private void play(LocalDate session, List<LocalTime> times) {
    int next = 0;
    for (Instant moment : market.moments(session)) {
      while (next < times.size() && instant(session, times.get(next)).isBefore(moment)) {
        trade(session, times, next++);
      }
      auction(moment);
    }
    while (next < times.size()) {
      trade(session, times, next++);
    }
    settleBooks();
    settleExpired();
    oldDocuments.deleteAfter(session);
  }

  private static Instant instant(LocalDate session, LocalTime time) {
    return session.atTime(time).atZone(TradingDay.NEW_YORK).toInstant();
  }

  private void trade(LocalDate session, List<LocalTime> times, int run) {
    moveTo(instant(session, times.get(run)));
    settleExpired();
    JsonObject body = new JsonObject();
    JsonArray ids = new JsonArray();
    settings.exposures().keySet().forEach(ids::add);
    body.add("strategies", ids);
    String key = "orchestrate " + session + (run == 0 ? "" : " " + times.get(run));
    function.invoke("orchestrate", key, body);
    recordFills();
    records.placed(books.openOrders());
    strategies.cross(books.holdings(), this::unitValue);
  }

  /** Fills orders at a moment. */
  private void auction(Instant moment) {
    moveTo(moment);
    gateway.tick();
    clock.moveTo(moment.plusSeconds(AFTER_AUCTION_SECONDS));
    gateway.tick();
    unsettled |= records.hasChanged();
    settleExpired();
  }

  /** Settles futures that have expired. The books must have all fills before that. */
  private void settleExpired() {
    if (overnight.isSettlementDue(clock.instant())) {
      settleBooks();
      overnight.settleExpired(clock.instant(), function);
    }
  }

  /**
   * Moves the clock. Books are settled on the day of the fills, because brokers report no other.
   */
  private void moveTo(Instant moment) {
    if (BrokerDay.of(moment).isAfter(BrokerDay.of(clock.instant()))) {
      settleBooks();
    }
    clock.moveTo(moment);
  }

  /** Settles the books if something has changed that no trading run has seen. */
  private void settleBooks() {
    if (unsettled) {
      String moment = clock.instant().toString();
      function.invoke("trade-reconciliation", "books " + moment, new JsonObject());
      function.invoke("reconcile", "portfolio " + moment, new JsonObject());
      recordFills();
    }
  }

  /** Records the executions that the books have. */
  private void recordFills() {
    records.collect(
        (fill, byStrategy) -> {
          BigDecimal rate = market.rate(fill.instrument().currency(), fill.time());
          strategies.fill(
              fill.instrument().conId(),
              byStrategy,
              fill.execution().price().multiply(fill.instrument().factor()).multiply(rate),
              fill.commission().commission().multiply(rate));
        });
    unsettled = false;
  }

  /** The value of one unit of a contract in the base currency. */
  private BigDecimal unitValue(int conId) {
    Instrument instrument = gateway.universe().byConId(conId).orElseThrow();
    return market
        .mark(instrument, clock.instant())
        .multiply(instrument.factor())
        .multiply(market.rate(instrument.currency(), clock.instant()));
  }

  private Day day(LocalDate session) {
    Valuation valuation = gateway.account().valuation();
    return new Day(
        session,
        valuation.netLiquidation(),
        valuation.totalCash(),
        overnight.interest(),
        strategies.day(this::unitValue));
  }

  @Override
  public void close() {
    gateway.close();
    instance.close();
  }
}
