package dev.ibintents.home;

import com.google.gson.JsonObject;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.Problems;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.StepFailedException;
import dev.ibintents.intent.json.StrictJson;
import dev.ibintents.intent.reconciliation.HoldingsMismatchException;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.MarketCalendar;
import dev.ibintents.simulator.market.TradingHours.Hours;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.RunHeaders;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Plays the last trading days of a simulated account, so that a newcomer sees figures at once. The
 * real intents trade with the real simulated gateway, whose clock is moved on. Only settings are
 * written by hand, as a person does.
 */
final class Demo implements AutoCloseable {
  /** The number of trading days. */
  static final int DAYS = 60;

  private static final String BONDS_STRATEGY = "bonds";

  /** More than the calendar days of {@link #DAYS} trading days. */
  private static final Duration LONGEST_SPAN = Duration.ofDays(120);

  private static final Duration AFTER_OPENING = Duration.ofMinutes(30);
  private static final Duration AFTER_CLOSE = Duration.ofMinutes(15);
  private static final Duration STEP = Duration.ofSeconds(1);

  /** The longest time that the orders of a day may take, in steps. */
  private static final int MOST_STEPS = 3_600;

  private static final int CASH_DAY = 4;
  private static final int DEPOSIT_DAY = 15;
  private static final int PROBLEM_DAY = 25;
  private static final int HAND_TRADE_DAY = 35;
  private static final int BETWEEN_CHANGES = 8;
  private static final int BETWEEN_LINES = 10;
  private static final int DEPOSIT = 50_000;
  private static final int HAND_TRADE = 5;

  // java.util.logging forgets the settings of a logger that is not referenced.
  private static final Logger log = Logger.getLogger("dev.ibintents");

  private final PrintStream out;
  private final List<Hours> sessions;
  private final MarketClock clock;
  private final FunctionInstance instance;
  private final DocumentStore store;
  private final DemoFolder folder;
  private final Intents intents = Intents.all();
  private final Level logged = log.getLevel();

  /**
   * @param variables name the data folder
   * @param now the time; the last trading day has ended before
   * @param out the stream for progress
   */
  Demo(Variables variables, Instant now, PrintStream out) {
    this.out = out;
    this.sessions = sessions(now);
    this.clock = MarketClock.startingAt(sessions.get(0).from(), 1);
    this.store = FunctionInstance.openStore(variables);
    this.instance = new FunctionInstance(variables, store, clock, Optional.empty());
    this.folder = new DemoFolder(store, variables.dataFolder());
  }

  /** The last sessions of the New York Stock Exchange that are over. */
  private static List<Hours> sessions(Instant now) {
    List<Hours> sessions = new ArrayList<>();
    Instant moment = now.minus(LONGEST_SPAN);
    while (true) {
      Hours session = MarketCalendar.UNITED_STATES.beginsAfter(moment, true);
      if (!session.to().plus(AFTER_CLOSE).plus(AFTER_CLOSE).isBefore(now)) {
        return sessions.subList(sessions.size() - DAYS, sessions.size());
      }
      sessions.add(session);
      moment = session.to();
    }
  }

  /**
   * Plays the days.
   *
   * @throws ConfigurationException if the folder has data of a person's own
   * @throws IllegalStateException if a day fails; the folder then has a demo that was broken off
   */
  void play() throws IOException {
    long begun = System.nanoTime();
    if (folder.prepare()) {
      out.println("The demo that was played here before is deleted.");
    }
    log.setLevel(Level.OFF); // each problem of the demo is printed, or shown by the intents
    Seed seed = new Seed(store, clock);
    seed.configuration();
    try (SimulatedGateway gateway =
        new SimulatedGateway(
            new GatewayOptions()
                .clock(clock)
                .account(LocalRun.account(TradingMode.PAPER))
                .state(LocalRun.state(instance))
                .ticking(false))) {
      Map<String, Object> configured =
          store.get(Configuration.documentOf(TradingMode.PAPER)).orElseThrow().fields();
      store.update(Configuration.documentOf(TradingMode.PAPER), Map.of("apiPort", gateway.port()));
      seed.holdings(TradingMode.PAPER, gateway.account());
      exposures();
      for (int day = 1; day <= DAYS; day++) {
        play(day, sessions.get(day - 1), gateway);
      }
      store.set(Configuration.documentOf(TradingMode.PAPER), configured);
    }
    folder.ended(clock.instant());
    out.printf(
        "%d trading days are played, from %s to %s, in %d s.%n",
        DAYS,
        sessions.get(0).date(),
        sessions.get(DAYS - 1).date(),
        Duration.ofNanos(System.nanoTime() - begun).toSeconds());
  }

  private void exposures() {
    store.update(
        Configuration.COMMON,
        Map.of(
            "exposure",
            Map.of(
                "overall",
                1,
                "strategies",
                Map.of(
                    Seed.STOCKS_STRATEGY,
                    new BigDecimal("0.4"),
                    Seed.FUTURES_STRATEGY,
                    new BigDecimal("0.2"),
                    BONDS_STRATEGY,
                    new BigDecimal("0.15")))));
  }

  private void play(int day, Hours session, SimulatedGateway gateway) {
    try {
      clock.moveTo(session.from().plus(AFTER_OPENING));
      gateway.tick();
      settings(day, session);
      if (day == DEPOSIT_DAY) {
        deposit(session, gateway);
      }
      if (day == HAND_TRADE_DAY) {
        tradeByHand(session, gateway);
      }
      List<Problem> problems = run("orchestrate", "{}", schedule(session));
      if (problems.isEmpty() == (day == PROBLEM_DAY)) {
        throw new IllegalStateException("the run has the problems " + problems);
      }
      fill(gateway);
      if (day == CASH_DAY) {
        run("cash-balancer", "{}", schedule(session));
        fill(gateway);
        say(session, "foreign cash is traded back to the base currency");
      }
      clock.moveTo(session.to().plus(AFTER_CLOSE));
      gateway.tick();
      run("reconcile", "{}", schedule(session));
      if (day % BETWEEN_LINES == 0) {
        BigDecimal value = gateway.account().valuation().netLiquidation();
        say(
            session,
            "day %d of %d, the account is worth %s USD"
                .formatted(day, DAYS, value.setScale(2, RoundingMode.HALF_EVEN).toPlainString()));
      }
    } catch (RuntimeException e) {
      throw new IllegalStateException(
          "the demo has broken off on " + session.date() + ": " + e.getMessage(), e);
    }
  }

  /** Changes what the strategies want, as a person does. */
  private void settings(int day, Hours session) {
    boolean isFirst = (day - 1) / BETWEEN_CHANGES % 2 == 0;
    if ((day - 1) % BETWEEN_CHANGES == 0) {
      strategy(
          Seed.STOCKS_STRATEGY,
          isFirst
              ? Map.of("SPY", "0.6", "GLD", "0.25", "IEF", "0.15")
              : Map.of("SPY", "0.4", "GLD", "0.2", "IEF", "0.4"));
      strategy(BONDS_STRATEGY, Map.of(isFirst ? "IEF" : "TLT", "1"));
      say(session, "the strategies want other weights");
    }
    if (day == PROBLEM_DAY) {
      strategy(BONDS_STRATEGY, Map.of("TLTT", "1"));
      say(session, "a strategy names a contract that does not exist, and is left as it is");
    } else if (day == PROBLEM_DAY + 1) {
      strategy(BONDS_STRATEGY, Map.of(isFirst ? "IEF" : "TLT", "1"));
    }
  }

  private void strategy(String id, Map<String, String> weights) {
    List<Map<String, Object>> list = new ArrayList<>();
    weights.forEach((symbol, weight) -> list.add(Seed.weight(Seed.stock(symbol), weight)));
    store.set("strategies/" + id, Seed.weights(list));
  }

  private void deposit(Hours session, SimulatedGateway gateway) {
    gateway.account().deposit("USD", BigDecimal.valueOf(DEPOSIT));
    run(
        "flow",
        "{\"kind\":\"deposit\",\"amount\":%d,\"currency\":\"USD\",\"date\":\"%s\",\"note\":\"savings\"}"
            .formatted(DEPOSIT, session.date()),
        RunHeaders.NONE);
    say(session, "a deposit of %d USD arrives".formatted(DEPOSIT));
  }

  /** Trades by hand. The next run refuses to trade until the books adopt it. */
  private void tradeByHand(Hours session, SimulatedGateway gateway) {
    Instrument spy = gateway.universe().stock("SPY");
    gateway
        .tws()
        .trade(spy, BigDecimal.valueOf(HAND_TRADE), gateway.prices().mark(spy, clock.instant()));
    try {
      run("orchestrate", "{}", schedule(session));
      throw new IllegalStateException("a trade by hand was not noticed");
    } catch (StepFailedException e) {
      if (!(e.getCause() instanceof HoldingsMismatchException)) {
        throw e;
      }
      say(session, "a trade by hand is noticed, and nothing is traded until the books have it");
    }
    run(
        "trade-reconciliation",
        "{\"adopt\":{\"%s\":{\"%d\":%d}}}".formatted(Seed.STOCKS_STRATEGY, spy.conId(), HAND_TRADE),
        RunHeaders.NONE);
    say(session, "the strategy " + Seed.STOCKS_STRATEGY + " adopts it");
  }

  /** Lets time pass until no order of the product's own is alive. */
  private void fill(SimulatedGateway gateway) {
    for (int step = 0; step < MOST_STEPS; step++) {
      int client = Configuration.load(store, TradingMode.PAPER).clientId();
      if (gateway.account().orders().stream()
          .noneMatch(order -> order.order().clientId() == client)) {
        return;
      }
      clock.advance(STEP);
      gateway.tick();
    }
    throw new IllegalStateException(
        "orders are alive after an hour: " + gateway.account().orders());
  }

  /** Runs an intent, and returns its problems. */
  private List<Problem> run(String intent, String body, RunHeaders headers) {
    IntentDefinition definition = intents.named(intent).orElseThrow();
    JsonObject parameters = StrictJson.parse(body).getAsJsonObject();
    Problems problems = new Problems();
    Environment environment =
        instance.newEnvironment(
            UUID.randomUUID().toString(), Deadline.in(instance.variables().timeout()), problems);
    definition.run(environment, parameters, headers);
    return problems.all();
  }

  /** The headers of Cloud Scheduler. */
  private static RunHeaders schedule(Hours session) {
    return new RunHeaders(
        Optional.empty(),
        Optional.of("daily"),
        Optional.of(session.from().plus(AFTER_OPENING).toString()));
  }

  private void say(Hours session, String words) {
    out.println(session.date() + "  " + words);
  }

  @Override
  public void close() {
    log.setLevel(logged);
    instance.close();
  }
}
