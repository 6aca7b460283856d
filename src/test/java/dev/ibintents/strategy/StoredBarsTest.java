package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.SharedPrices;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.Contracts;
import dev.ibintents.gateway.HistoricalRequests;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.gateway.PacingTime;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.marketdata.Bars;
import dev.ibintents.marketdata.HistoryLength;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.collection.Collector;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that strategies get the same bars, whether bars are stored or not. */
@Timeout(60)
class StoredBarsTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T15:00:00Z");

  private static final int SPY = 756733;

  @TempDir Path folder;

  private final PaperClock clock = new PaperClock(MONDAY);
  private final List<String> durations = Collections.synchronizedList(new ArrayList<>());
  private DocumentStore store;
  private SimulatedGateway simulated;
  private IbGateway gateway;

  @BeforeEach
  void open() throws Exception {
    store = new SqliteDocumentStore(folder);
    connect(1);
  }

  private void connect(long world) throws Exception {
    simulated =
        new SimulatedGateway(
            new GatewayOptions()
                .clock(clock)
                .prices(SharedPrices.of(world))
                .onRequest(
                    (client, number, request) -> {
                      if (request instanceof ReqHistoricalData asked) {
                        durations.add(asked.durationStr());
                      }
                    }));
    gateway =
        new IbGateway(
            TestedProtocol.settings(simulated.port(), 1, Duration.ofSeconds(20)),
            Deadline.in(Duration.ofSeconds(60)),
            Optional.empty());
    gateway.connect(OnClientIdInUse.WAIT);
  }

  @AfterEach
  void close() {
    disconnect();
    store.close();
  }

  private void disconnect() {
    gateway.close();
    simulated.close();
  }

  private InvocationContext context(BarSource bars) {
    return new InvocationContext(
        "macd",
        Optional.empty(),
        new DeskSources(TradingMode.PAPER, clock, new Contracts(gateway, clock), bars));
  }

  private StoredBars storedBars() {
    return new StoredBars(new Bars(store), new GatewayBars(gateway), clock);
  }

  private void collect(String symbol, String length) {
    collect(symbol, BarSize.DAY, length);
  }

  private void collect(String symbol, BarSize size, String length) {
    ResolvedContract contract = new Contracts(gateway, clock).resolve(ContractSpec.stock(symbol));
    new Collector(store, clock, new HistoricalRequests(gateway.session(), PacingTime.REAL))
        .collect(
            List.of(
                new Collector.Wanted(
                    contract,
                    new Series(contract.conId(), size, WhatToShow.TRADES, true),
                    HistoryLength.parse(length))),
            Duration.ofSeconds(30));
    durations.clear();
  }

  private List<DailyBar> spy(BarSource source, int days) {
    StrategyContext context = context(source);
    durations.clear();
    return context.dailyBars(context.resolve(ContractSpec.stock("SPY")), days);
  }

  /** Returns bars whose decimals have no trailing zeros, for comparison. */
  private static List<String> plain(List<DailyBar> bars) {
    return bars.stream()
        .map(
            bar ->
                bar.date()
                    + " "
                    + bar.open().stripTrailingZeros().toPlainString()
                    + " "
                    + bar.high().stripTrailingZeros().toPlainString()
                    + " "
                    + bar.low().stripTrailingZeros().toPlainString()
                    + " "
                    + bar.close().stripTrailingZeros().toPlainString())
        .toList();
  }

  @Test
  void macdAsksTheGatewayForAFewDaysInsteadOfTwoYears() {
    Signals fromGateway = Strategies.all().wanted(context(new GatewayBars(gateway))).signals();
    assertThat(durations).containsExactly("2 Y");
    collect("SPY", "2 Y");
    Signals fromStore = Strategies.all().wanted(context(storedBars())).signals();

    assertThat(durations).containsExactly("8 D"); // 3 days since Friday, and 5 days for comparison
    assertThat(StrategyDesk.byName(fromStore)).isEqualTo(StrategyDesk.byName(fromGateway));
    assertThat(plain(spy(storedBars(), 250))).isEqualTo(plain(spy(new GatewayBars(gateway), 250)));
  }

  @Test
  void missingLaterBarsComeFromTheGateway() {
    collect("SPY", "2 Y");
    clock.advance(Duration.ofDays(30));

    assertThat(plain(spy(storedBars(), 250))).isEqualTo(plain(spy(new GatewayBars(gateway), 250)));
    assertThat(durations).containsExactly("2 Y");
    spy(storedBars(), 250);
    assertThat(durations).containsExactly("38 D");
  }

  @Test
  void tooFewStoredBarsAreNotUsed() {
    collect("SPY", "3 M");
    assertThat(plain(spy(storedBars(), 250))).isEqualTo(plain(spy(new GatewayBars(gateway), 250)));
    assertThat(spy(storedBars(), 250)).hasSize(250);
    assertThat(durations).containsExactly("2 Y");
    assertThat(spy(storedBars(), 40)).hasSize(40);
    assertThat(durations).containsExactly("8 D");
  }

  @Test
  void allBarsComeFromTheGatewayIfNoneAreStored() {
    assertThat(spy(storedBars(), 250)).hasSize(250);
    assertThat(durations).containsExactly("2 Y");
  }

  @Test
  void storedBarsThatDifferFromTheGatewaysAreNotUsed() throws Exception {
    collect("SPY", "2 Y");
    disconnect();
    connect(2); // as after a split, or with another gateway

    List<DailyBar> bars = spy(storedBars(), 250);
    assertThat(durations).containsExactly("8 D", "2 Y").inOrder();
    assertThat(plain(bars)).isEqualTo(plain(spy(new GatewayBars(gateway), 250)));
    assertThat(store.list("marketData")).hasSize(1); // and nothing is written
  }

  @Test
  void severalInstrumentsNeedOneWaitForEachStep() {
    collect("SPY", "2 Y");
    StrategyContext context = context(storedBars());
    List<ResolvedContract> both =
        context.resolve(List.of(ContractSpec.stock("SPY"), ContractSpec.stock("GLD")));
    durations.clear();

    List<List<DailyBar>> bars = context.dailyBars(both, 100);

    assertThat(durations).containsExactly("8 D", "167 D");
    assertThat(bars.get(0)).hasSize(100);
    assertThat(bars.get(1)).hasSize(100);
    assertThat(bars.get(0).get(99).close()).isNotEqualTo(bars.get(1).get(99).close());
  }

  @Test
  void storedRangeIsReadWithoutTheGateway() {
    collect("SPY", "1 Y");
    collect("SPY", BarSize.MINUTES_30, "1 M");
    StrategyContext context = context(storedBars());
    Series days = new Series(SPY, BarSize.DAY, WhatToShow.TRADES, true);
    List<HistoricalBar> range =
        context.storedBars(days, LocalDate.of(2026, 6, 18), LocalDate.of(2026, 6, 23));
    assertThat(range.stream().map(bar -> bar.date().orElseThrow().toString()).toList())
        .containsExactly("2026-06-18", "2026-06-22", "2026-06-23")
        .inOrder();
    assertThat(context.storedBars(days, LocalDate.of(2026, 6, 19), LocalDate.of(2026, 6, 21)))
        .isEmpty();

    Series halfHours = new Series(SPY, BarSize.MINUTES_30, WhatToShow.TRADES, true);
    LocalDate friday = LocalDate.of(2026, 11, 20);
    List<HistoricalBar> day = context.storedBars(halfHours, friday, friday);
    assertThat(day).hasSize(13);
    assertThat(day.get(0).start()).hasValue(Instant.parse("2026-11-20T14:30:00Z"));
    assertThat(day.get(12).start()).hasValue(Instant.parse("2026-11-20T20:30:00Z"));
    assertThat(durations).isEmpty();
  }

  @Test
  void rangeThatCannotBeReadIsRefused() {
    StrategyContext context = context(storedBars());
    Series series = new Series(SPY, BarSize.DAY, WhatToShow.TRADES, true);
    LocalDate day = LocalDate.of(2026, 6, 18);
    NoSignalsException e =
        assertThrows(NoSignalsException.class, () -> context.storedBars(series, day, day));
    assertThat(e.reason())
        .isEqualTo(
            "no bars are stored at marketData/756733-1 day-TRADES; collect-market-data collects"
                + " them");
    e =
        assertThrows(
            NoSignalsException.class, () -> context.storedBars(series, day, day.minusDays(1)));
    assertThat(e.reason()).endsWith("from 2026-06-18 to 2026-06-17; from must not be after to");
    StrategyContext withoutStore = context(new GatewayBars(gateway));
    assertThrows(NoSignalsException.class, () -> withoutStore.storedBars(series, day, day));
  }

  private List<DailyBar> spy(BarSource source, String from, String to) {
    StrategyContext context = context(source);
    durations.clear();
    return context.dailyBars(
        context.resolve(ContractSpec.stock("SPY")), LocalDate.parse(from), LocalDate.parse(to));
  }

  @Test
  void barsFromOneDayToAnotherAreThoseOfTheGatewayWhereverTheyAreStored() {
    List<DailyBar> last = spy(new GatewayBars(gateway), 250);
    List<DailyBar> fromGateway = spy(new GatewayBars(gateway), "2026-06-18", "2026-06-23");
    assertThat(fromGateway.stream().map(bar -> bar.date().toString()).toList())
        .containsExactly("2026-06-18", "2026-06-22", "2026-06-23")
        .inOrder();
    assertThat(plain(last)).containsAtLeastElementsIn(plain(fromGateway)).inOrder();
    assertThat(plain(spy(storedBars(), "2026-06-18", "2026-06-23"))).isEqualTo(plain(fromGateway));
    assertThat(durations).containsExactly("160 D"); // none are stored
    collect("SPY", "3 M");
    assertThat(plain(spy(storedBars(), "2026-06-18", "2026-06-23"))).isEqualTo(plain(fromGateway));
    assertThat(durations).containsExactly("160 D"); // the store begins later
    collect("SPY", "1 Y");
    assertThat(plain(spy(storedBars(), "2026-06-18", "2026-06-23"))).isEqualTo(plain(fromGateway));
    assertThat(durations).containsExactly("8 D");
    assertThat(plain(spy(storedBars(), "2026-11-20", "2026-11-20"))).hasSize(1);
    assertThat(durations).containsExactly("8 D");
  }

  @Test
  void barsFromOneDayToAnotherEndWithTheLastDayThatIsOver() {
    assertThat(
            spy(storedBars(), "2026-11-19", "2026-12-31").stream()
                .map(bar -> bar.date().toString())
                .toList())
        .containsExactly("2026-11-19", "2026-11-20")
        .inOrder();
    assertThat(spy(storedBars(), "2026-11-23", "2026-11-24")).isEmpty();
    assertThat(durations).isEmpty(); // no day of these is over
    NoSignalsException e =
        assertThrows(NoSignalsException.class, () -> spy(storedBars(), "2026-11-20", "2026-11-19"));
    assertThat(e.reason()).endsWith("from 2026-11-20 to 2026-11-19; from must not be after to");
  }

  @Test
  void aSplitSinceTheBarsWereStoredIsNoticedInBarsByDate() throws Exception {
    collect("SPY", "1 Y");
    disconnect();
    connect(2);
    List<DailyBar> bars = spy(storedBars(), "2026-06-18", "2026-06-23");
    assertThat(durations).containsExactly("8 D", "160 D").inOrder();
    assertThat(plain(bars))
        .isEqualTo(plain(spy(new GatewayBars(gateway), "2026-06-18", "2026-06-23")));
  }
}
