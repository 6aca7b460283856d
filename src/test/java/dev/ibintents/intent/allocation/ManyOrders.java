package dev.ibintents.intent.allocation;

import static dev.ibintents.bench.FrontDoor.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Weights;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.account.PaperState;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Instrument.Kind;
import dev.ibintents.simulator.market.Universe;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.ledger.RunHeaders;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** An account that can afford an order in each of the simulated instruments, and its front door. */
public final class ManyOrders implements AutoCloseable {
  /** What real gateways take, whoever sends (TWS API, "Pacing Limitations"). */
  public static final int GATEWAYS_PACE = 50;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final String STRATEGY = "wide";

  /** Small enough for a hundred runs, of which each adds to what is held, and none is refused. */
  private static final BigDecimal SMALL = new BigDecimal("0.00005");

  /** Of what a small part of the account is some units of each. */
  private static final Set<Kind> KINDS = Set.of(Kind.STK, Kind.FUT, Kind.CASH);

  /** Shares that are traded in lots, or whose currency has no pair. */
  private static final Set<String> LEFT_OUT = Set.of("JPY", "TWD");

  private final Watched watched = new Watched();
  private volatile Placing placing;
  private volatile Runnable atFirstOrder = () -> {};
  public final MovedClock clock = new MovedClock(Instant.now());
  private int runs;
  public final FrontDoor door;

  /**
   * When the first order had arrived, and by then how often had been waited, and how much processor
   * time the request's thread had used.
   */
  private record Placing(long nanos, int waits, long processorNanos) {}

  /**
   * One run.
   *
   * @param answer what it says
   * @param waits how often it has waited for the gateway
   * @param placingWaits how often of these since its first order left
   * @param placingNanos from the arrival of its first order to the answer
   * @param workNanos the processor time of the request's thread in that
   */
  public record Run(
      JsonObject answer, int waits, int placingWaits, long placingNanos, long workNanos) {}

  public ManyOrders(Path folder) throws Exception {
    this(folder, GATEWAYS_PACE);
  }

  /**
   * @param messagesPerSecond how many messages the gateway takes
   */
  public ManyOrders(Path folder, int messagesPerSecond) throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .intents(watched.intents())
            .variable("TIMEOUT_SECONDS", "60")
            .gateway(
                options ->
                    options
                        .state(wealthy())
                        .messagesPerSecond(messagesPerSecond)
                        .onRequest(
                            (client, number, request) -> {
                              if (request instanceof PlaceOrder && placing == null) {
                                placing =
                                    new Placing(
                                        System.nanoTime(),
                                        watched.waits(),
                                        THREADS.getThreadCpuTime(watched.thread()));
                                atFirstOrder.run();
                              }
                            }))
            .open();
  }

  /** Does this once the first order of the next run has arrived, before the gateway takes it. */
  public void atFirstOrder(Runnable action) {
    atFirstOrder = action;
  }

  public static StateStore wealthy() {
    StateStore state = StateStore.inMemory();
    state.save(
        new PaperState(
            Map.of("USD", new BigDecimal("10000000000")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of(),
            1,
            1,
            List.of()));
    return state;
  }

  /** How many orders there can be in one run. */
  public int most() {
    return instruments().size();
  }

  /**
   * What is quoted in francs first: its exchange rate takes waits of its own, because there is no
   * CHF.USD and so USD.CHF is asked for next.
   */
  private List<Instrument> instruments() {
    return instruments(door.gateway().universe());
  }

  public static List<Instrument> instruments(Universe universe) {
    return universe.listed().stream()
        .filter(instrument -> KINDS.contains(instrument.kind()))
        .filter(instrument -> !LEFT_OUT.contains(instrument.currency()))
        .sorted(
            Comparator.comparing((Instrument instrument) -> !instrument.currency().equals("CHF"))
                .thenComparing(Instrument::conId))
        .toList();
  }

  /** Trades in so many instruments; what was held of others before is forgotten. */
  public Run allocate(int orders) throws Exception {
    return allocate(orders, Map.of());
  }

  /** The same with these order properties of the strategy. */
  Run allocate(int orders, Map<String, ?> properties) throws Exception {
    want(door.store(), instruments().subList(0, orders), ++runs % 7 + 1);
    forget("positions/paper/holdings");
    forget("positions/paper/openOrders"); // as the day's reconciliation does
    return allocate(properties);
  }

  /**
   * Trades in American shares, which are written with their route and not by their numbers. The
   * books keep what was held before.
   */
  public Run allocateShares(int orders) throws Exception {
    wantShares(door.store(), door.gateway().universe(), orders, ++runs % 7 + 1);
    return allocate(Map.of());
  }

  /** Has a strategy want American shares, which are written with their route. */
  public static void wantShares(DocumentStore store, Universe universe, int shares, int times) {
    want(
        store,
        instruments(universe).stream()
            .filter(instrument -> instrument.kind() == Kind.STK)
            .filter(instrument -> instrument.currency().equals("USD"))
            .limit(shares)
            .toList(),
        times,
        instrument ->
            Map.of(
                "symbol",
                instrument.symbol(),
                "secType",
                "STK",
                "exchange",
                "SMART",
                "currency",
                "USD"));
  }

  /** Posts the fills of the last run, so that the next one has none to post. */
  void reconcile() throws Exception {
    HttpResponse<String> response = door.post("/trade-reconciliation", "{}");
    if (response.statusCode() != 200) {
      throw new AssertionError(response.body());
    }
  }

  private Run allocate(Map<String, ?> properties) throws Exception {
    door.store().update("strategies/" + STRATEGY, Map.of("orderProperties", properties));
    HttpResponse<String> response = ask("run " + ++runs);
    long end = System.nanoTime();
    if (response.statusCode() != 200) {
      throw new AssertionError(response.body());
    }
    for (JsonElement order : json(response).getAsJsonArray("orders")) {
      if (!order.getAsJsonObject().get("status").getAsString().equals("acknowledged")) {
        throw new AssertionError(order);
      }
    }
    long processorNanos = THREADS.getThreadCpuTime(watched.thread());
    int waits = watched.waits();
    return new Run(
        json(response),
        waits,
        waits - placing.waits(),
        end - placing.nanos(),
        processorNanos - placing.processorNanos());
  }

  /** Has a strategy want so many times a small part of the account in each of the instruments. */
  public static void want(DocumentStore store, List<Instrument> instruments, int times) {
    want(store, instruments, times, ManyOrders::contract);
  }

  private static void want(
      DocumentStore store,
      List<Instrument> instruments,
      int times,
      Function<Instrument, Map<String, Object>> written) {
    List<Map<String, Object>> weights = new ArrayList<>();
    for (Instrument instrument : instruments) {
      weights.add(
          Map.of(
              "contract",
              written.apply(instrument),
              "weight",
              SMALL.multiply(BigDecimal.valueOf(times))));
    }
    store.set("strategies/" + STRATEGY, Map.of("kind", "weights", "weights", weights));
    store.update("config/common", Weights.exposure("1", Map.of(STRATEGY, "1")));
  }

  /** Asks for the allocation of all instruments. */
  public HttpResponse<String> askForAll(String key) throws Exception {
    want(door.store(), instruments(), 1);
    return ask(key);
  }

  private HttpResponse<String> ask(String key) throws Exception {
    placing = null;
    return door.send(
        door.request("/allocation")
            .header(RunHeaders.IDEMPOTENCY_KEY, key)
            .POST(BodyPublishers.ofString("{}")));
  }

  private void forget(String collection) {
    door.store().list(collection).forEach(document -> door.store().delete(document.path()));
  }

  private static Map<String, Object> contract(Instrument instrument) {
    return instrument.kind() == Kind.CASH
        ? Map.of(
            "symbol",
            instrument.symbol(),
            "secType",
            "CASH",
            "exchange",
            "IDEALPRO",
            "currency",
            instrument.currency())
        : Map.of("conId", instrument.conId());
  }

  @Override
  public void close() {
    door.close();
  }
}
