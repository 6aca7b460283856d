package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.CompletedOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.TagValue;
import dev.ibintents.simulator.account.EndedOrder;
import dev.ibintents.simulator.market.Instrument;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Orders that the gateway or the broker refuses, with the codes, texts and message order. */
class OrderRefusalTest extends OneClientBench {
  private int orderId;

  @Test
  void gatewayRefusesWithOneError() throws IOException {
    Order buy = bench.market("BUY", 1);
    assertThat(refusal(spy, buy.with(OrderField.TOTAL_QUANTITY, BigDecimal.ZERO))).isEqualTo(434);
    assertThat(refusal(spy, buy.with(OrderField.TOTAL_QUANTITY, new BigDecimal("1.5"))))
        .isEqualTo(10318);
    assertThat(refusal(spy, buy.with(OrderField.ACCOUNT, "DU7654321"))).isEqualTo(321);
    assertThat(refusal(spy, buy.with(OrderField.ACTION, "HOLD"))).isEqualTo(321);
    assertThat(refusal(spy, buy.with(OrderField.ORDER_TYPE, "MAYBE"))).isEqualTo(321);
    assertThat(refusal(spy, buy.with(OrderField.ORDER_TYPE, "TRAIL"))).isEqualTo(387);
    assertThat(refusal(spy, buy.with(OrderField.TIF, "SOON"))).isEqualTo(10052);
    assertThat(refusal(spy, buy.with(OrderField.GOOD_AFTER_TIME, "tomorrow"))).isEqualTo(391);
    assertThat(refusal(spy, bench.limit("BUY", 1, new BigDecimal("100.005")))).isEqualTo(110);
    assertThat(refusal(spy, buy.with(OrderField.ORDER_TYPE, "LMT"))).isEqualTo(110);
    assertThat(refusal(spy, buy.with(OrderField.PARENT_ID, 77))).isEqualTo(10006);
    assertThat(refusal(spy, buy.with(OrderField.ALGO_STRATEGY, "Wizard"))).isEqualTo(439);
    Order whatIf = buy.with(OrderField.WHAT_IF, true).with(OrderField.TRANSMIT, false);
    assertThat(refusal(spy, whatIf)).isEqualTo(413);
    assertThat(refusal(Contract.builder().symbol("NOPE").secType("STK").exchange("SMART"), buy))
        .isEqualTo(200);
    assertThat(refusal(Contract.builder().conId(spy.conId()), buy)).isEqualTo(321);
    assertThat(refusal(Contract.builder().conId(spy.conId()).exchange("GLOBEX"), buy))
        .isEqualTo(200);
    Contract.Builder canadian =
        Contract.builder().symbol("CAD").secType("CASH").currency("USD").exchange("IDEALPRO");
    assertThat(refusal(canadian, buy)).isEqualTo(200);
    assertThat(bench.gateway().account().orders()).hasSize(2);
    assertThat(bench.gateway().account().received()).hasSize(orderId);
  }

  @Test
  void obsoleteFieldIsRefused() throws IOException {
    Order order = bench.market("BUY", 1).with(OrderField.E_TRADE_ONLY, true);
    try (TestClient texts = bench.textClient(2)) {
      bench.place(texts, 1, bench.stock("SPY"), order);
      assertThat(OrderBench.brief(bench.heard(texts))).containsExactly("error 1 10268");
    }
  }

  @Test
  void adaptiveAlgorithmIsForSharesAndFutures() throws IOException {
    Order adaptive =
        bench.market("BUY", 1).toBuilder()
            .set(OrderField.ALGO_STRATEGY, "Adaptive")
            .set(OrderField.ALGO_PARAMS, List.of(new TagValue("adaptivePriority", "Normal")))
            .build();
    bench.place(client, ++orderId, spy, adaptive);
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 1 Filled 1/0");
    assertThat(refusal(bench.pair("EUR.USD"), adaptive)).isEqualTo(442);
    assertThat(refusal(spy, adaptive.with(OrderField.TIF, "GTC"))).isEqualTo(442);
    List<TagValue> odd = List.of(new TagValue("adaptivePriority", "Hasty"));
    assertThat(refusal(spy, adaptive.with(OrderField.ALGO_PARAMS, odd))).isEqualTo(441);
  }

  @Test
  void usedOrderIdIsRefused() throws IOException {
    bench.place(client, 5, spy, bench.market("BUY", 1));
    bench.heard(client);
    bench.place(client, 5, spy, bench.market("BUY", 1));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 5 104");
    bench.place(client, 3, spy, bench.market("BUY", 1));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 3 103");
    bench.place(client, 0, spy, bench.market("BUY", 1));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 0 103");
    assertThat(bench.held(spy)).isEqualToIgnoringScale("301");
  }

  @Test
  void listingVenueIsRefusedAsRouteOfAShare() throws IOException {
    Contract nasdaq = Contract.builder().conId(265598).exchange("NASDAQ").build();
    bench.place(client, 1, nasdaq, bench.market("BUY", 1));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 1 10311", "error 1 201")
        .inOrder();
  }

  @Test
  void brokerRejectsAnOrderThatTheAccountCannotAfford() throws IOException {
    bench.place(client, 1, spy, bench.market("BUY", 100_000));
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly("error 1 201", "open 1 Inactive", "status 1 Inactive 0/100000")
        .inOrder();
    assertThat(((ErrorMessage) messages.get(0)).text())
        .startsWith("Order rejected - reason:YOUR ORDER IS NOT ACCEPTED.");
    List<EndedOrder> ended = bench.gateway().account().endedOrders();
    CompletedOrder rejected = ended.get(ended.size() - 1).report();
    assertThat(rejected.state().status()).isEqualTo("Cancelled");
    assertThat(rejected.order().permId())
        .isEqualTo(OrderBench.first(OpenOrder.class, messages).order().permId());
    bench.place(client, 2, bench.pair("EUR.USD"), bench.market("BUY", 100_000_000));
    assertThat(OrderBench.brief(bench.heard(client))).contains("error 2 201");
    bench.place(client, 3, spy, bench.market("SELL", 300));
    assertThat(OrderBench.brief(bench.heard(client))).contains("status 3 Filled 300/0");
  }

  @Test
  void missingTimeInForceIsSetToDayAndNotedOnDemand() throws IOException {
    Order untimed = bench.limit("BUY", 1, BigDecimal.TEN).with(OrderField.TIF, "");
    bench.place(client, 1, spy, untimed);
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly("open 1 Submitted", "status 1 Submitted 0/1")
        .inOrder();
    assertThat(OrderBench.first(OpenOrder.class, messages).order().tif()).isEqualTo("DAY");
    bench.gateway().faults().orders().tifNotice(true);
    bench.place(client, 2, spy, untimed);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 2 10349", "open 2 Submitted", "status 2 Submitted 0/1")
        .inOrder();
  }

  @Test
  void refusedChangeLeavesTheOrderUnchanged() throws IOException {
    bench.place(client, 1, spy, bench.limit("BUY", 3, BigDecimal.TEN));
    bench.heard(client);
    bench.place(client, 1, spy, bench.limit("BUY", 3, new BigDecimal("10.001")));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 1 110");
    bench.place(client, 1, spy, bench.limit("SELL", 3, BigDecimal.TEN));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 1 105");
    bench.place(client, 1, spy, bench.limit("BUY", 100_000, BigDecimal.TEN));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 1 201");
    assertThat(bench.gateway().account().order(1, 1).orElseThrow().order().lmtPrice())
        .isEqualToIgnoringScale("10");
  }

  @Test
  void whatIfOrderIsAnsweredAndNotPlaced() throws IOException {
    Order whatIf = bench.market("BUY", 100).with(OrderField.WHAT_IF, true);
    bench.place(client, 1, spy, whatIf);
    List<Object> messages = bench.heard(client);
    assertThat(messages).hasSize(1);
    OrderState state = OrderBench.first(OpenOrder.class, messages).state();
    assertThat(state.status()).isEqualTo("PreSubmitted");
    assertThat(state.initMarginAfter())
        .isEqualToIgnoringScale(state.initMarginBefore().add(state.initMarginChange()));
    assertThat(state.initMarginChange()).isGreaterThan(BigDecimal.ZERO);
    assertThat(state.maintMarginAfter())
        .isEqualToIgnoringScale(state.maintMarginBefore().add(state.maintMarginChange()));
    assertThat(state.commission()).isEqualToIgnoringScale("1");
    assertThat(state.commissionCurrency()).isEqualTo("USD");
    assertThat(bench.held(spy)).isEqualToIgnoringScale("300");
    assertThat(bench.gateway().account().orders()).hasSize(2);
    bench.place(client, 2, spy, whatIf.with(OrderField.TOTAL_QUANTITY, new BigDecimal("100000")));
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("open 2 PreSubmitted 500 USD", "error 2 201")
        .inOrder();
    bench.place(client, 3, spy, whatIf.with(OrderField.TIF, ""));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("open 3 PreSubmitted 1 USD");
    bench.gateway().faults().orders().tifNotice(true);
    bench.place(client, 4, spy, whatIf.with(OrderField.TIF, ""));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 4 10349");
  }

  @Test
  void impossibleCancellationsAreAnsweredWithErrors() throws IOException {
    client.send(new CancelOrder(9));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 9 10147");
    client.send(new CancelOrder(0));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 0 10149");
    bench.place(client, 1, spy, bench.market("BUY", 1));
    bench.heard(client);
    client.send(new CancelOrder(1));
    List<Object> messages = bench.heard(client);
    assertThat(((ErrorMessage) messages.get(0)).text())
        .isEqualTo("OrderId 1 that needs to be cancelled cannot be cancelled, state: Filled.");
    client.send(new CancelOrder(1));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 1 10147");
    bench.place(client, 2, spy, bench.limit("BUY", 1, BigDecimal.TEN));
    bench.heard(client);
    client.send(new CancelOrder(2, "at noon"));
    assertThat(bench.heard(client)).isEmpty();
    try (TestClient other = bench.client(2)) {
      other.send(new CancelOrder(2));
      assertThat(OrderBench.brief(bench.heard(other))).containsExactly("error 2 10147");
    }
    assertThat(bench.gateway().account().order(1, 2)).isPresent();
  }

  private int refusal(Instrument instrument, Order order) throws IOException {
    return refusal(instrument.ordered(instrument.route()).toBuilder(), order);
  }

  private int refusal(Contract.Builder contract, Order order) throws IOException {
    bench.place(client, ++orderId, contract.build(), order);
    List<Object> messages = bench.heard(client);
    assertWithMessage("messages").that(messages).hasSize(1);
    ErrorMessage error = (ErrorMessage) messages.get(0);
    assertThat(error.id()).isEqualTo(orderId);
    return error.code();
  }
}
