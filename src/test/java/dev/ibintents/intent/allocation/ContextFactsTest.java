package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.SPY;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.Waiting;
import dev.ibintents.bench.Weights;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.strategy.HoldingsValue;
import dev.ibintents.strategy.HoldingsValue.Holding;
import dev.ibintents.strategy.LastRun;
import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.StrategyContext;
import dev.ibintents.trading.Quantities;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The facts that a strategy may ask for in an allocation: its holdings, capital and last run. */
@Timeout(60)
final class ContextFactsTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T15:45:00Z");

  private final MovedClock clock = new MovedClock(MONDAY);
  private final Watched watched = new Watched();
  private final Map<String, Map<String, BigDecimal>> wanted = new HashMap<>();
  private final List<Quantities> held = new ArrayList<>();
  private Consumer<StrategyContext> question = context -> {};
  @TempDir Path folder;
  private FrontDoor door;

  private Signals signals(StrategyContext context) {
    question.accept(context);
    Signals.Builder signals = Signals.builder();
    wanted
        .get(context.id())
        .forEach((name, weight) -> signals.put(resolved(context, name), weight));
    return signals.build();
  }

  private ResolvedContract resolved(StrategyContext context, String name) {
    Instrument instrument = Weights.instrument(door.gateway().universe(), name);
    return context.resolve(ContractSpec.ofConId(instrument.conId()));
  }

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .intents(watched.intents())
            .kind("rule", () -> this::signals)
            .open();
    strategies(Map.of("a", "0.4"));
    want("a", Map.of("SPY", "0.5"));
  }

  private void strategies(Map<String, String> exposures) {
    door.expose(exposures);
    exposures.keySet().forEach(id -> door.store().set("strategies/" + id, Map.of("kind", "rule")));
    door.parkHoldings();
  }

  private void want(String strategy, Map<String, String> weights) {
    Map<String, BigDecimal> decimals = new HashMap<>();
    weights.forEach((name, weight) -> decimals.put(name, new BigDecimal(weight)));
    wanted.put(strategy, decimals);
  }

  @AfterEach
  void close() {
    door.close();
  }

  private JsonObject allocate(String key) throws Exception {
    return answered(200, door.postWithKey("/allocation", key, "{}"));
  }

  /** Buys what is wanted, and lets time pass until it is filled, though not booked. */
  private JsonObject buy(String key) throws Exception {
    JsonObject answer = allocate(key);
    Waiting.until(
        "no order of client 1 is alive",
        () ->
            door.gateway().account().orders().stream()
                .noneMatch(order -> order.order().clientId() == 1));
    return answer;
  }

  private static BigDecimal traded(JsonObject answer, String contract) {
    return answer.getAsJsonObject("trades").getAsJsonObject("a").get(contract).getAsBigDecimal();
  }

  @Test
  void theValueIsWhatAnAllocationCalculatesWith() throws Exception {
    want("a", Map.of("SPY", "0.5", "VOD", "0.1", "SIE", "0.1"));
    BigDecimal spy = traded(buy("first"), "SPY");
    List<HoldingsValue> values = new ArrayList<>();
    question = context -> values.add(context.value());

    JsonObject answer = allocate("second");

    HoldingsValue value = values.get(0);
    assertThat(value.currency()).isEqualTo("USD");
    assertThat(value.byContract()).hasSize(3);
    Holding held = value.byContract().get(SPY);
    assertThat(held.contract().localSymbol()).isEqualTo("SPY");
    assertThat(held.quantity()).isEqualToIgnoringScale(spy);
    assertThat(held.fxToBase()).isEqualToIgnoringScale(BigDecimal.ONE);
    assertThat(held.value()).isEqualToIgnoringScale(spy.multiply(held.price()));
    BigDecimal sum = BigDecimal.ZERO;
    for (Holding holding : value.byContract().values()) {
      String currency = holding.contract().currency();
      assertThat(holding.fxToBase())
          .isEqualToIgnoringScale(answer.getAsJsonObject("fx").get(currency).getAsBigDecimal());
      sum = sum.add(holding.value());
      assertThat(value.of(holding.contract().conId())).isEqualTo(holding.value());
    }
    assertThat(value.total()).isEqualToIgnoringScale(sum);
    Holding vodafone =
        value.byContract().values().stream()
            .filter(holding -> holding.contract().localSymbol().equals("VOD"))
            .findFirst()
            .orElseThrow();
    assertThat(vodafone.multiplier()).isEqualToIgnoringScale(new BigDecimal("0.01")); // pence
    assertThat(value.of(1)).isEqualTo(BigDecimal.ZERO);
  }

  @Test
  void theCapitalIsWhatTheSignalsAreMultipliedBy() throws Exception {
    List<BigDecimal> capital = new ArrayList<>();
    question = context -> capital.add(context.capital());
    door.store().update("config/common", Weights.exposure("0.5", Map.of("a", "0.4")));

    JsonObject answer = allocate("first");

    assertThat(capital.get(0))
        .isEqualToIgnoringScale(
            answer.get("netLiquidation").getAsBigDecimal().multiply(new BigDecimal("0.2")));
  }

  @Test
  void theLastRunIsTheLastThatWasPlannedWithTheStrategy() throws Exception {
    List<Optional<LastRun>> runs = new ArrayList<>();
    question = context -> runs.add(context.lastRun());
    buy("first");
    clock.advance(Duration.ofHours(1));
    want("a", Map.of("SPY", "0.25", "IEF", "0.125"));
    answered(200, door.post("/allocation", doubleQuoted("{'dryRun':true}")));
    allocate("first"); // a repetition
    door.limits(Map.of("mostOrders", 0));
    answered(500, door.postWithKey("/allocation", "refused", "{}"));
    door.limits(Map.of());
    allocate("second");
    allocate("third");

    assertThat(runs).hasSize(5);
    assertThat(runs.get(0)).isEmpty();
    LastRun first = runs.get(1).orElseThrow();
    assertThat(first.date(ZoneOffset.UTC)).isEqualTo(LocalDate.of(2026, 11, 23));
    assertThat(first.time()).isLessThan(MONDAY.plus(Duration.ofMinutes(1)));
    assertThat(first.signal(SPY)).isEqualToIgnoringScale(new BigDecimal("0.5"));
    assertThat(first.signal(1)).isEqualTo(BigDecimal.ZERO);
    assertThat(runs.get(2)).isEqualTo(runs.get(1));
    assertThat(runs.get(3)).isEqualTo(runs.get(1));
    LastRun second = runs.get(4).orElseThrow();
    assertThat(second.time()).isAtLeast(MONDAY.plus(Duration.ofHours(1)));
    assertThat(second.signals()).hasSize(2);
    assertThat(second.signal(SPY)).isEqualToIgnoringScale(new BigDecimal("0.25"));
  }

  @Test
  void holdingsHaveTheFillsThatWereNotBooked() throws Exception {
    question = context -> held.add(context.holdings());
    BigDecimal bought = traded(buy("first"), "SPY");
    answered(200, door.post("/allocation", doubleQuoted("{'dryRun':true}")));
    assertThat(door.store().get("positions/paper/holdings/a")).isEmpty();
    allocate("second");

    assertThat(held.get(0).isEmpty()).isTrue();
    assertThat(held.get(1).of(SPY)).isEqualToIgnoringScale(bought);
    assertThat(held.get(2)).isEqualTo(held.get(1));
  }

  /** The signals say which markets must be open, so they are asked for first. */
  @Test
  void holdingsHaveTheFillsEvenWhereTheSignalsDecideWhetherAMarketIsOpen() throws Exception {
    door.store().update("config/common", Map.of("whenClosed", "skip"));
    question = context -> held.add(context.holdings());
    BigDecimal bought = traded(buy("first"), "SPY");
    for (String intent : List.of("/allocation", "/orchestrate")) {
      held.clear();
      JsonObject answer = answered(200, door.postWithKey(intent, "again " + intent, "{}"));
      assertThat(answer.has("problems")).isFalse();
      assertThat(held).hasSize(1);
      assertThat(held.get(0).of(SPY)).isEqualToIgnoringScale(bought);
    }
    assertThat(list(allocate("nothing"), "orders")).isEmpty();

    clock.advance(Duration.ofHours(12)); // the market is closed
    JsonObject closed = allocate("night");
    assertThat(closed.get("status").getAsString()).isEqualTo("market-closed");
  }

  @Test
  void booksThatCannotBeBroughtInLineFailTheRunAndNotTheStrategy() throws Exception {
    door.store().update("config/common", Map.of("whenClosed", "skip"));
    question = context -> held.add(context.holdings());
    door.store().set("positions/paper/holdings/nobody", Map.of(Integer.toString(SPY), 7));

    JsonObject answer = answered(500, door.postWithKey("/orchestrate", "monday", "{}"));

    assertThat(answer.get("error").getAsString()).startsWith("HoldingsMismatchException: ");
    assertThat(answer.get("step").getAsString()).isEqualTo("trade-reconciliation");
    assertThat(held).isEmpty();
  }

  @Test
  void aFactCostsNothingUntilAStrategyAsksAndThenOnceForAll() throws Exception {
    strategies(Map.of("a", "0.2", "b", "0.2"));
    want("b", Map.of("IEF", "0.5"));
    buy("first");
    allocate("books");
    int usual = waitsOf("usual", context -> {});

    int own =
        waitsOf(
            "own",
            context -> {
              context.holdings();
              context.capital();
              context.lastRun();
              context.state();
            });
    int values =
        waitsOf(
            "values",
            context -> {
              context.value();
              context.value();
            });
    door.store().update("config/common", Map.of("whenClosed", "skip"));
    int gated = waitsOf("gated", context -> {});
    int gatedHoldings = waitsOf("gated holdings", StrategyContext::holdings);

    assertThat(own).isEqualTo(usual);
    assertThat(values).isAtMost(usual + 2); // the contracts, and their prices
    assertThat(gatedHoldings).isEqualTo(gated);
  }

  private int waitsOf(String key, Consumer<StrategyContext> asked) throws Exception {
    question = asked;
    allocate(key);
    return watched.waits();
  }

  @Test
  void aValueThatIsNotKnownSkipsTheStrategyAndNamesTheContract() throws Exception {
    strategies(Map.of("a", "0.2", "b", "0.2"));
    want("b", Map.of("IEF", "0.5"));
    buy("first");
    allocate("books");
    door.store().set("positions/paper/holdings/b", Map.of("999999999", 1));
    question =
        context -> {
          if (context.id().equals("b")) {
            context.value();
          }
        };

    JsonObject answer = allocate("unknown");

    assertThat(answer.getAsJsonObject("skipped").get("b").getAsString())
        .startsWith("the value of the holdings of b is not known: contract 999999999 is not known");
  }
}
