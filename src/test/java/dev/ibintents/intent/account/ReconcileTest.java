package dev.ibintents.intent.account;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.Bench.SPY;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.trading.performance.DayHoldings;
import dev.ibintents.trading.performance.DayRecord;
import dev.ibintents.trading.performance.PerformanceDays;
import dev.ibintents.trading.performance.TotalsCheck;
import dev.ibintents.trading.totals.Category;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The record of a day that reconcile keeps beside the broker's figures. */
@Timeout(60)
final class ReconcileTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-11-23");
  private static final LocalDate SECOND = LocalDate.parse("2026-11-24");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:00:00Z"));
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4", "value", "0.2"));
  }

  @AfterEach
  void close() {
    assertThat(new TotalsCheck(door.store(), TradingMode.PAPER).differences()).isEmpty();
    door.close();
  }

  private void allocate(String growth, String value) throws Exception {
    bench.strategy("growth", Map.of("IEF", growth));
    bench.strategy("value", Map.of("IEF", value));
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
  }

  private DayRecord reconciled(LocalDate day) throws Exception {
    bench.ok("/reconcile", "{}");
    return days().read(day, day).get(0);
  }

  private PerformanceDays days() {
    return new PerformanceDays(door.store(), TradingMode.PAPER);
  }

  @Test
  void reconcilePostsExecutionsAndKeepsWhatStrategiesHave() throws Exception {
    allocate("0.5", "0.25");

    DayRecord day = reconciled(FIRST);

    assertThat(day.tied()).isTrue();
    assertThat(day.baseCurrency()).isEqualTo("USD");
    DayRecord.StrategyDay growth = day.strategies().get("growth");
    assertThat(growth.capital().orElseThrow())
        .isEqualToIgnoringScale(day.netLiquidation().multiply(new BigDecimal("0.4")));
    assertThat(growth.value().signum()).isEqualTo(1);
    assertThat(growth.cash().of("USD", Category.TRADED).signum()).isEqualTo(-1);
    assertThat(growth.cash().of("USD", Category.COMMISSIONS).signum()).isEqualTo(-1);
    assertThat(bench.held()).isEqualTo(bench.owned());
  }

  @Test
  void anAnswerIsAsItWasBefore() throws Exception {
    JsonObject answer = bench.ok("/reconcile", "{}");

    assertThat(answer.keySet())
        .containsExactly(
            "updatedAt",
            "day",
            "account",
            "baseCurrency",
            "netLiquidation",
            "availableFunds",
            "cash",
            "holdings",
            "openOrders",
            "utcTimestamp");
    assertThat(door.store().get("positions/paper/portfolio/latest").orElseThrow().fields())
        .isEqualTo(door.store().get("positions/paper/portfolio/" + FIRST).orElseThrow().fields());
  }

  @Test
  void quantitiesThatCrossArePaidForAtThePriceOfThePlan() throws Exception {
    allocate("0.1", "-0.2");

    List<Document> crossings = door.store().list("positions/paper/crossings");
    assertThat(crossings).hasSize(1);
    assertThat(crossings.get(0).map("effects").fields().keySet())
        .containsExactly("growth", "value");
    DayRecord day = reconciled(FIRST);
    BigDecimal paid = day.strategies().get("growth").cash().of("USD", Category.CROSSED);
    assertThat(paid.signum()).isEqualTo(-1);
    assertThat(day.strategies().get("value").cash().of("USD", Category.CROSSED))
        .isEqualTo(paid.negate());
  }

  @Test
  void holdingsThatCancelOutInTheAccountHaveAValue() throws Exception {
    allocate("0.1", "-0.2");

    DayRecord day = reconciled(FIRST);

    assertThat(day.tied()).isTrue();
    BigDecimal growth = day.strategies().get("growth").value();
    assertThat(growth.signum()).isEqualTo(1);
    assertThat(growth.add(day.strategies().get("value").value()).signum()).isEqualTo(0);
    DayHoldings.Unit unit =
        days().holdings(FIRST).orElseThrow().units().values().stream()
            .filter(held -> held.contract().equals("IEF"))
            .findFirst()
            .orElseThrow();
    assertThat(unit.position()).isEqualTo(BigDecimal.ZERO);
    assertThat(unit.price().signum()).isEqualTo(1);
  }

  @Test
  void tradesByHandOfTodayExplainADifferenceAndThoseOfYesterdayDoNot() throws Exception {
    door.gateway().tws().trade(bench.spy(), BigDecimal.TEN, new BigDecimal("681"));
    assertThat(reconciled(FIRST).tied()).isTrue();

    clock.advance(Duration.ofDays(1));

    DayRecord day = reconciled(SECOND);
    assertThat(day.tied()).isFalse();
    assertThat(day.untied()).isEqualTo("the account holds 10 of SPY that no strategy holds");
  }

  @Test
  void anOrderKeepsThePriceThatThePlanBelieved() throws Exception {
    allocate("0.5", "0.25");

    Document run = door.store().list("runs").get(0);
    Map<?, ?> leg = (Map<?, ?>) run.list("legs").get(0);
    Map<?, ?> believed = (Map<?, ?>) leg.get("believed");
    assertThat(believed.keySet()).containsExactly("price", "multiplier", "fx", "value");
    BigDecimal value = new BigDecimal(believed.get("value").toString());
    BigDecimal quantity =
        Stream.of(bench.held().values().toArray(BigDecimal[]::new))
            .filter(held -> held.signum() > 0)
            .max(BigDecimal::compareTo)
            .orElseThrow();
    assertThat(value.signum()).isEqualTo(quantity.signum());
  }

  @Test
  void aStoreWithoutTotalsBeginsWithTheFirstDay() throws Exception {
    allocate("0.5", "0.25");
    bench.ok("/trade-reconciliation", "{}");
    door.store().list("positions/paper/totals").forEach(old -> door.store().delete(old.path()));
    for (Document fill : door.store().list("positions/paper/fills")) {
      Map<String, Object> earlier = new TreeMap<>(fill.fields());
      earlier.keySet().removeAll(List.of("effects", "effectiveAt", "multiplier", "currency"));
      door.store().set(fill.path(), earlier);
    }

    DayRecord day = reconciled(FIRST);

    DayRecord.StrategyDay growth = day.strategies().get("growth");
    assertThat(growth.cash().isEmpty()).isTrue();
    assertThat(growth.cost().get("USD").compareTo(growth.value())).isEqualTo(0);
    assertThat(bench.held().get(SPY)).isNotNull();
  }
}
