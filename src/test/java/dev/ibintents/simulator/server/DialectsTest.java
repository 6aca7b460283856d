package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.SharedPrices;
import dev.ibintents.ibapi.message.AccountDownloadEnd;
import dev.ibintents.ibapi.message.AccountSummaryEnd;
import dev.ibintents.ibapi.message.AccountUpdateMultiEnd;
import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.CompletedOrdersEnd;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDataEnd;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.HeadTimestamp;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.message.HistoricalDataEnd;
import dev.ibintents.ibapi.message.MarketRule;
import dev.ibintents.ibapi.message.NextValidId;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.PlainTexts;
import dev.ibintents.ibapi.message.PositionEnd;
import dev.ibintents.ibapi.message.ReqAccountSummary;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqAccountUpdatesMulti;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqGlobalCancel;
import dev.ibintents.ibapi.message.ReqHeadTimestamp;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.ibapi.message.ReqIds;
import dev.ibintents.ibapi.message.ReqMarketRule;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.TickPrice;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A client hears the same of the gateway, whatever version of the protocol they have agreed on. */
class DialectsTest {
  private static final Instant MONDAY = Instant.parse("2026-11-23T15:00:00Z");
  private static final Contract SPY =
      Contract.builder()
          .conId(756733)
          .symbol("SPY")
          .secType("STK")
          .exchange("SMART")
          .currency("USD")
          .build();

  @Test
  void everyVersionTellsTheSame() throws IOException {
    SortedSet<String> text = said(Handshake.MAX_TEXT_VERSION);
    assertThat(text.size()).isGreaterThan(100);

    for (int version = 179; version <= Handshake.MAX_VERSION; version++) {
      assertWithMessage("version %s", version).that(said(version)).isEqualTo(text);
    }
  }

  /** All that the gateway says in a session with every kind of request. */
  private static SortedSet<String> said(int version) throws IOException {
    GatewayOptions options =
        new GatewayOptions().prices(SharedPrices.of(1)).clock(Clock.fixed(MONDAY, ZoneOffset.UTC));
    SortedSet<String> said = new TreeSet<>();
    try (SimulatedGateway gateway = new SimulatedGateway(options);
        TestClient client = new TestClient(gateway.port())) {
      assertThat(client.greet(new Handshake(157, version, "")).version()).isEqualTo(version);
      client.start(1);
      for (Response message : session(client, version)) {
        if (!(message instanceof HistoricalDataEnd)) {
          said.add(message.getClass().getSimpleName() + PlainTexts.of(message));
        }
      }
    }
    return said;
  }

  private static List<Response> session(TestClient client, int version) throws IOException {
    List<Response> all = new ArrayList<>(client.until(OpenOrderEnd.class));
    ask(client, all, new ReqContractDetails(9_000_001, SPY), ContractDataEnd.class);
    ask(client, all, new ReqMktData(9_000_002, SPY, "", true, false, ""), TickPrice.class);
    ask(
        client,
        all,
        new ReqHistoricalData(9_000_003, SPY, "", "1 D", "1 hour", "TRADES", true, 2, false, ""),
        version < HistoricalDataEnd.SINCE ? HistoricalData.class : HistoricalDataEnd.class);
    ask(client, all, new ReqHeadTimestamp(9_000_004, SPY, "TRADES", true, 1), HeadTimestamp.class);
    ask(client, all, new PlaceOrder(1, SPY, order("MKT", null)), CommissionReport.class);
    Order preview = order("MKT", null).with(OrderField.WHAT_IF, true);
    ask(client, all, new PlaceOrder(2, SPY, preview), OpenOrder.class);
    ask(client, all, new PlaceOrder(3, SPY, order("LMT", "100.25")), OrderStatus.class);
    ask(client, all, new CancelOrder(3), ErrorMessage.class);
    ask(client, all, new ReqGlobalCancel(), null);
    ask(client, all, new ReqAccountUpdates(true, GatewayOptions.ACCOUNT), AccountDownloadEnd.class);
    ask(client, all, new ReqPositions(), PositionEnd.class);
    ask(
        client,
        all,
        new ReqAccountSummary(9_000_005, "All", "NetLiquidation,TotalCashValue"),
        AccountSummaryEnd.class);
    ask(
        client,
        all,
        new ReqAccountUpdatesMulti(9_000_006, GatewayOptions.ACCOUNT, "", true),
        AccountUpdateMultiEnd.class);
    ask(client, all, new ReqExecutions(9_000_007, ExecutionFilter.ALL), ExecutionDataEnd.class);
    ask(client, all, new ReqCompletedOrders(true), CompletedOrdersEnd.class);
    ask(client, all, new ReqAllOpenOrders(), OpenOrderEnd.class);
    ask(client, all, new ReqMarketRule(26), MarketRule.class);
    ask(client, all, new ReqIds(1), NextValidId.class);
    ask(client, all, new ReqCurrentTime(), CurrentTime.class);
    return all;
  }

  private static void ask(
      TestClient client, List<Response> all, Request request, Class<? extends Response> end)
      throws IOException {
    client.send(request);
    if (end != null) {
      all.addAll(client.until(end));
    }
  }

  private static Order order(String type, String limit) {
    return Order.builder()
        .set(OrderField.ACTION, "BUY")
        .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
        .set(OrderField.ORDER_TYPE, type)
        .set(OrderField.LMT_PRICE, limit == null ? null : new BigDecimal(limit))
        .set(OrderField.TIF, "DAY")
        .set(OrderField.ORDER_REF, "dialects")
        .build();
  }
}
