package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.AccountDownloadEnd;
import dev.ibintents.ibapi.message.AccountUpdateTime;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.PortfolioValue;
import dev.ibintents.ibapi.message.Position;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.market.Instrument;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is done by hand, and what everybody who listens hears of a trade. */
class TwsTest {
  private OrderBench bench;
  private Instrument spy;

  @BeforeEach
  void open() throws IOException {
    bench = new OrderBench();
    spy = bench.stock("SPY");
  }

  @AfterEach
  void close() {
    bench.close();
  }

  @Test
  void aManualOrderHasNeitherClientNorOrderId() throws IOException {
    long permId = bench.gateway().tws().place(spy, bench.limit("BUY", 3, BigDecimal.TEN));
    try (TestClient client = bench.client(1)) {
      client.send(new ReqAllOpenOrders());
      OpenOrder seen =
          client.all(OpenOrder.class, OpenOrderEnd.class).stream()
              .filter(open -> open.order().permId() == permId)
              .findFirst()
              .orElseThrow();
      assertThat(List.of(seen.order().orderId(), seen.order().clientId())).containsExactly(0, 0);
    }
    bench.gateway().tws().cancel(permId);
    Tws tws = bench.gateway().tws();
    assertThrows(IllegalArgumentException.class, () -> tws.cancel(permId));
    assertThrows(
        IllegalArgumentException.class, () -> tws.place(spy, bench.market("BUY", 100_000)));
  }

  @Test
  void clientZeroHearsOfManualOrders() throws IOException {
    try (TestClient zero = bench.client(0);
        TestClient first = bench.client(1)) {
      bench.gateway().tws().place(spy, bench.market("BUY", 3));
      assertThat(OrderBench.brief(bench.heard(zero))).contains("status 0 Filled 3/0");
      assertThat(bench.heard(first)).isEmpty();
    }
  }

  @Test
  void aCorrectionIsAFurtherExecution() throws IOException {
    BigDecimal cash = bench.cash("USD");
    BigDecimal price = bench.ask(spy);
    PaperFill wrong = bench.gateway().tws().trade(spy, new BigDecimal("10"), price);
    PaperFill right = bench.gateway().tws().correct(wrong.execId(), price.subtract(BigDecimal.ONE));
    assertThat(wrong.execId()).endsWith(".01.01");
    assertThat(right.execId()).isEqualTo(wrong.execId().replaceAll("01$", "02"));
    assertThat(right.execution().shares()).isEqualTo(wrong.execution().shares());
    assertThat(wrong.isCorrectedBy(right)).isTrue();
    assertThat(bench.held(spy)).isEqualToIgnoringScale("310");
    assertThat(bench.cash("USD"))
        .isEqualToIgnoringScale(
            cash.subtract(price.subtract(BigDecimal.ONE).multiply(BigDecimal.TEN))
                .subtract(BigDecimal.ONE));
    try (TestClient client = bench.client(1)) {
      client.send(new ReqExecutions(1, ExecutionFilter.ALL));
      assertThat(client.all(ExecutionData.class, ExecutionDataEnd.class)).hasSize(6);
    }
  }

  @Test
  void whoeverHasSubscribedHearsOfEveryTrade() throws IOException {
    try (TestClient client = bench.client(1)) {
      client.send(new ReqPositions());
      client.until(PositionEnd.class);
      client.send(new ReqAccountUpdates(true, ""));
      client.until(AccountDownloadEnd.class);
      bench.gateway().tws().trade(spy, new BigDecimal("-100"), bench.bid(spy));
      List<Response> said = client.until(AccountUpdateTime.class);
      Position position = (Position) said.get(0);
      assertThat(position.position()).isEqualToIgnoringScale("200");
      List<PortfolioValue> lines =
          said.stream()
              .filter(PortfolioValue.class::isInstance)
              .map(PortfolioValue.class::cast)
              .toList();
      assertThat(lines).hasSize(1);
      assertThat(lines.get(0).position()).isEqualToIgnoringScale("200");
      BigDecimal cash =
          said.stream()
              .filter(AccountValue.class::isInstance)
              .map(AccountValue.class::cast)
              .filter(row -> row.key().equals("CashBalance") && row.currency().equals("USD"))
              .map(row -> new BigDecimal(row.value()))
              .findFirst()
              .orElseThrow();
      assertThat(cash).isEqualTo(bench.gateway().account().valuation().cash("USD"));
      client.send(new ReqAccountUpdates(false, ""));
      bench.heard(client);
      bench.gateway().tws().trade(spy, new BigDecimal("-100"), bench.bid(spy));
      assertThat(bench.heard(client)).hasSize(1);
    }
  }

  @Test
  void aConversionShowsNoPosition() throws IOException {
    Instrument pair = bench.pair("EUR.USD");
    BigDecimal euros = bench.cash("EUR");
    try (TestClient client = bench.client(1)) {
      bench.place(client, 1, pair.ordered("FXCONV"), bench.market("BUY", 1000));
      assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Filled 1000/0");
      assertThat(bench.held(pair)).isEqualToIgnoringScale("0");
      assertThat(bench.gateway().account().valuation().lines()).hasSize(4);
      bench.place(client, 2, pair.ordered("IDEALPRO"), bench.market("SELL", 500));
      assertThat(OrderBench.brief(bench.heard(client))).contains("status 2 Filled 500/0");
    }
    assertThat(bench.held(pair)).isEqualToIgnoringScale("-500");
    assertThat(bench.cash("EUR")).isEqualToIgnoringScale(euros.add(new BigDecimal("500")));
  }
}
