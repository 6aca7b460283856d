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
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.trading.books.Books;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
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

  /**
   * @throws BacktestException if there is no session
   */
  Engine(Settings settings, BarData.Loaded data, Backtest.Progress progress) {
    this.settings = settings;
    this.data = data;
    this.progress = progress;
    market = new BarMarket(data.bars(), settings.trading());
    sessions = sessions();
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
    writeDocuments();
  }

  private SortedSet<LocalDate> sessions() {
    Optional<LocalDate> first = settings.from().or(market::begin);
    SortedSet<LocalDate> all = market.sessions();
    SortedSet<LocalDate> chosen = first.map(all::tailSet).orElse(new TreeSet<>());
    if (chosen.isEmpty()) {
      throw new BacktestException(
          all.isEmpty()
              ? "there are no bars in the time of the backtest"
              : "there are no bars from %s on; the bars reach from %s to %s"
                  .formatted(
                      first.map(LocalDate::toString).orElse("the beginning"),
                      all.first(),
                      all.last()));
    }
    return new TreeSet<>(chosen);
  }

  private PaperState opening() {
    return new PaperState(
        Map.of(PaperAccount.BASE_CURRENCY, settings.cash()),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Map.of(),
        FIRST_PERM_ID,
        1,
        List.of());
  }

  private Strategies table() {
    Strategies table = Strategies.all();
    for (var kind : settings.kinds().entrySet()) {
      table =
          table.with(
              new Strategies.Kind(kind.getKey(), Strategies.Use.ANY_ACCOUNT, kind.getValue()));
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
    settings.documents().forEach((id, fields) -> store.set(StrategyContext.path(id), fields));
  }

  /** Plays all sessions. */
  BacktestResult run() {
    Optional<LocalDate> previous = Optional.empty();
    int done = 0;
    for (LocalDate session : sessions) {
      Optional<LocalDate> before = previous;
      boolean trades =
          before.map(former -> settings.schedule().includes(session, former)).orElse(true);
      play(session, trades);
      days.add(day(session));
      progress.sessionOver(session, ++done, sessions.size());
      previous = Optional.of(session);
    }
    return new BacktestResult(
        settings.cash(), days, records.orders(), records.fills(), troubles, data.notes());
  }

  /** Plays one session: its auctions, and the trading run at its time. */
  private void play(LocalDate session, boolean trades) {
    Instant time = session.atTime(settings.time()).atZone(TradingDay.NEW_YORK).toInstant();
    boolean waits = trades;
    for (Instant moment : market.moments(session)) {
      if (waits && time.isBefore(moment)) {
        trade(session, time);
        waits = false;
      }
      auction(session, moment);
    }
    if (waits) {
      trade(session, time);
    }
    oldDocuments.deleteAfter(session);
  }

  private void trade(LocalDate session, Instant time) {
    clock.moveTo(time);
    JsonObject body = new JsonObject();
    JsonArray ids = new JsonArray();
    settings.exposures().keySet().forEach(ids::add);
    body.add("strategies", ids);
    function.invoke("orchestrate", "orchestrate " + session, body);
    settle();
    records.placed(books.openOrders());
    strategies.cross(books.holdings(), this::unitValue);
  }

  /** Fills orders at a moment, and settles the books if something has changed. */
  private void auction(LocalDate session, Instant moment) {
    clock.moveTo(moment);
    gateway.tick();
    clock.moveTo(moment.plusSeconds(AFTER_AUCTION_SECONDS));
    gateway.tick();
    if (records.hasChanged()) {
      function.invoke("trade-reconciliation", "books " + moment, new JsonObject());
      function.invoke("reconcile", "portfolio " + moment, new JsonObject());
      settle();
    }
  }

  private void settle() {
    records.collect(
        (fill, byStrategy) ->
            strategies.fill(
                fill.instrument().conId(),
                byStrategy,
                fill.execution()
                    .price()
                    .multiply(fill.instrument().factor())
                    .multiply(rate(fill.instrument())),
                fill.commission().commission().multiply(rate(fill.instrument()))));
  }

  private BigDecimal rate(Instrument instrument) {
    return market.rate(instrument.currency(), clock.instant());
  }

  /** The value of one unit of a contract in the base currency. */
  private BigDecimal unitValue(int conId) {
    Instrument instrument = gateway.universe().byConId(conId).orElseThrow();
    return market
        .mark(instrument, clock.instant())
        .multiply(instrument.factor())
        .multiply(rate(instrument));
  }

  private Day day(LocalDate session) {
    Valuation valuation = gateway.account().valuation();
    return new Day(
        session,
        valuation.netLiquidation(),
        valuation.totalCash(),
        strategies.day(this::unitValue));
  }

  @Override
  public void close() {
    gateway.close();
    instance.close();
  }
}
