package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.Waiting;
import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqGlobalCancel;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.account.DocumentStateStore;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.PaperBalances;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.PaperPosition;
import dev.ibintents.simulator.account.PortfolioLine;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Random trading. After every step the account is compared with second books, which are kept from
 * the reported executions and commissions only.
 */
class OrderFlowTest {
  private static final int STEPS = 40;
  private static final BigDecimal CENT = new BigDecimal("0.01");

  /** Books that are kept from messages only. */
  private static final class Mirror {
    private final Map<String, BigDecimal> equity = new TreeMap<>();
    private final Map<Integer, BigDecimal> held = new HashMap<>();
    private final Map<String, ExecutionData> executions = new TreeMap<>();
    private final Map<String, CommissionReport> commissions = new TreeMap<>();

    /** Begins with the account's holdings at cost, as if they had been paid in cash. */
    Mirror(PaperAccount account) {
      Valuation valuation = account.valuation();
      equity.putAll(valuation.settled());
      for (PaperPosition holding : account.holdings()) {
        held.put(holding.conId(), holding.quantity());
        Instrument instrument = account.instrument(holding.conId());
        if (instrument.kind() == Instrument.Kind.FUT) {
          pay(instrument.currency(), holding.cost().negate());
        }
      }
      account
          .fills()
          .forEach(
              fill -> {
                executions.put(fill.execId(), fill.report(1));
                commissions.put(fill.execId(), fill.commission());
              });
    }

    void read(List<Response> messages, PaperAccount account) {
      for (Response message : messages) {
        if (message instanceof ExecutionData data) {
          execution(data, account);
        } else if (message instanceof CommissionReport report
            && commissions.put(report.execId(), report) == null
            && !report.execId().endsWith(".02")) {
          pay(report.currency(), report.commission().negate());
        }
      }
    }

    private void execution(ExecutionData data, PaperAccount account) {
      String execId = data.execution().execId();
      if (executions.put(execId, data) != null) {
        return;
      }
      Instrument instrument = account.instrument(data.contract().conId());
      if (execId.endsWith(".02")) {
        ExecutionData wrong = executions.get(execId.substring(0, execId.length() - 1) + "1");
        post(instrument, data.execution().exchange(), signed(wrong).negate(), price(wrong));
      }
      post(instrument, data.execution().exchange(), signed(data), price(data));
    }

    private void post(Instrument instrument, String venue, BigDecimal units, BigDecimal price) {
      if (PaperBalances.shows(instrument, venue)) {
        held.merge(instrument.conId(), units, BigDecimal::add);
      }
      if (instrument.kind() == Instrument.Kind.CASH) {
        pay(instrument.symbol(), units);
      }
      pay(instrument.currency(), units.multiply(price).multiply(instrument.factor()).negate());
    }

    private static BigDecimal price(ExecutionData data) {
      return data.execution().price();
    }

    private static BigDecimal signed(ExecutionData data) {
      BigDecimal shares = data.execution().shares();
      return data.execution().side().equals("BOT") ? shares : shares.negate();
    }

    private void pay(String currency, BigDecimal amount) {
      equity.merge(currency, amount, BigDecimal::add);
    }

    void check(OrderBench bench) {
      PaperAccount account = bench.gateway().account();
      Map<Integer, BigDecimal> positions = new HashMap<>();
      account.holdings().forEach(holding -> positions.put(holding.conId(), holding.quantity()));
      held.values().removeIf(units -> units.signum() == 0);
      assertThat(positions.keySet()).isEqualTo(held.keySet());
      held.forEach(
          (conId, units) -> assertThat(positions.get(conId)).isEqualToIgnoringScale(units));
      Valuation valuation = account.valuation();
      Map<String, BigDecimal> worth = new TreeMap<>(equity);
      for (PortfolioLine line : valuation.lines()) {
        if (line.instrument().kind() != Instrument.Kind.CASH) {
          worth.merge(line.instrument().currency(), line.value(), BigDecimal::add);
        }
      }
      for (String currency : valuation.currencies()) {
        BigDecimal expected = worth.get(currency).setScale(2, RoundingMode.HALF_EVEN);
        BigDecimal shown = valuation.cash(currency).add(valuation.securitiesValue(currency));
        assertWithMessage("net liquidation in " + currency)
            .that(shown.subtract(expected).abs())
            .isAtMost(CENT);
        assertThat(shown)
            .isEqualTo(valuation.cash(currency).add(valuation.stockMarketValue(currency)));
      }
      BigDecimal sum =
          valuation.inBase(valuation::cash).add(valuation.inBase(valuation::stockMarketValue));
      assertWithMessage("net liquidation, up to the rounding of its parts")
          .that(valuation.netLiquidation().subtract(sum).abs())
          .isAtMost(CENT.multiply(BigDecimal.TEN));
      assertThat(commissions.keySet()).isEqualTo(executions.keySet());
    }
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  void accountAgreesWithReportedExecutionsAfterEveryStep(@ForAll long seed) throws IOException {
    Path folder = Files.createTempDirectory("order-flow");
    try (DocumentStore documents = new SqliteDocumentStore(folder)) {
      trade(new Random(seed), documents);
    } finally {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(file -> file.delete());
      }
    }
  }

  private void trade(Random random, DocumentStore documents) throws IOException {
    PaperClock clock = new PaperClock(OrderBench.NOW);
    long world = random.nextInt(5);
    try (OrderBench bench =
        new OrderBench(
            clock,
            StateStore.inMemory(),
            options ->
                options
                    .state(new DocumentStateStore(documents, "DU1234567"))
                    .prices(new Prices(world)))) {
      Mirror mirror = new Mirror(bench.gateway().account());
      for (int i = 0; i < STEPS; i++) {
        step(random, bench);
        mirror.read(reports(bench), bench.gateway().account());
        mirror.check(bench);
      }
    }
  }

  private static List<Response> reports(OrderBench bench) throws IOException {
    try (TestClient auditor = bench.client(99)) {
      auditor.send(new ReqExecutions(1, ExecutionFilter.ALL));
      return auditor.until(ExecutionDataEnd.class);
    } finally {
      Waiting.until("the auditor has left", () -> bench.gateway().sessions() == 0);
    }
  }

  private void step(Random random, OrderBench bench) throws IOException {
    List<Instrument> market = market(bench);
    Instrument instrument = market.get(random.nextInt(market.size()));
    long units = 1 + random.nextInt(instrument.kind() == Instrument.Kind.CASH ? 30_000 : 20);
    units = instrument.kind() == Instrument.Kind.FUT ? 1 + units % 3 : units;
    Order order = order(random, bench, instrument, units);
    switch (random.nextInt(8)) {
      case 0 -> bench.advance(Duration.ofSeconds(random.nextInt(900)));
      case 1 -> bench.restart();
      case 2 -> tradeByHand(random, bench, instrument, units);
      case 3 -> cancel(random, bench);
      case 4 -> {
        Duration between = Duration.ofSeconds(random.nextInt(2) * 60L);
        bench.gateway().faults().orders().pieces(1 + random.nextInt(5), between);
        place(bench, instrument, order);
      }
      default -> place(bench, instrument, order);
    }
  }

  private static List<Instrument> market(OrderBench bench) {
    return List.of(
        bench.stock("SPY"),
        bench.stock("AAPL"),
        bench.stock("SIE"),
        bench.future("MNQ"),
        bench.future("MES"),
        bench.pair("EUR.USD"),
        bench.pair("USD.JPY"),
        bench.pair("EUR.CHF"),
        bench.pair("USD.CAD"));
  }

  private static Order order(Random random, OrderBench bench, Instrument instrument, long units) {
    String action = random.nextBoolean() ? "BUY" : "SELL";
    if (random.nextInt(3) > 0) {
      return bench.market(action, units);
    }
    BigDecimal away = instrument.minTick().multiply(BigDecimal.valueOf(random.nextInt(60) - 20));
    return bench.limit(action, units, bench.bid(instrument).add(away));
  }

  private static void place(OrderBench bench, Instrument instrument, Order order)
      throws IOException {
    String route =
        instrument.kind() == Instrument.Kind.CASH && order.totalQuantity().intValue() % 2 == 0
            ? "FXCONV"
            : instrument.route();
    try (TestClient client = bench.client(1)) {
      int orderId = bench.gateway().account().nextOrderId(1);
      Order referenced = order.with(OrderField.ORDER_REF, "flow:" + orderId);
      bench.place(client, orderId, instrument.ordered(route), referenced);
      assertThat(bench.heard(client)).isNotEmpty();
      assertThat(bench.gateway().account().accepted("flow:" + orderId)).isEqualTo(1);
    } finally {
      Waiting.until("the client has left", () -> bench.gateway().sessions() == 0);
    }
  }

  private static void cancel(Random random, OrderBench bench) throws IOException {
    try (TestClient client = bench.client(1)) {
      if (random.nextInt(4) == 0) {
        client.send(new ReqGlobalCancel());
      } else {
        client.send(new CancelOrder(1 + random.nextInt(20)));
      }
      bench.heard(client);
    } finally {
      Waiting.until("the client has left", () -> bench.gateway().sessions() == 0);
    }
  }

  private static void tradeByHand(
      Random random, OrderBench bench, Instrument instrument, long units) {
    BigDecimal signed = BigDecimal.valueOf(random.nextBoolean() ? units : -units);
    PaperFill fill = bench.gateway().tws().trade(instrument, signed, bench.bid(instrument));
    if (random.nextBoolean()) {
      bench.gateway().tws().correct(fill.execId(), bench.bid(instrument).add(instrument.minTick()));
    }
  }
}
