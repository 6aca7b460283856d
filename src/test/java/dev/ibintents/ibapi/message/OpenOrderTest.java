package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.OrderSamples.Sample;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenOrderTest {
  private static final Order PLACED =
      Order.builder()
          .set(OrderField.ORDER_ID, 3)
          .set(OrderField.ACTION, "BUY")
          .set(OrderField.TOTAL_QUANTITY, new BigDecimal("1"))
          .set(OrderField.ORDER_TYPE, "MKT")
          .build();

  @Test
  void filledFutureHasItsCommission() {
    OpenOrder filled = read(sample(176, "Filled", "1.7"));

    assertThat(filled.contract())
        .isEqualTo(
            Contract.builder()
                .conId(623496135)
                .symbol("R")
                .secType("FUT")
                .lastTradeDateOrContractMonth("20231227")
                .strike(BigDecimal.ZERO)
                .right("?")
                .multiplier("1000")
                .exchange("ICEEU")
                .currency("GBP")
                .localSymbol("RZ3")
                .tradingClass("R")
                .build());
    assertThat(filled.order().toString())
        .isEqualTo(
            "Order[action=BUY, totalQuantity=1, orderType=MKT, lmtPrice=96.79, auxPrice=0.0,"
                + " tif=GTC, account=DU1234567, orderRef=5, orderId=5, clientId=1,"
                + " permId=2138440174, ocaType=3, trailStopPrice=97.79, openClose=,"
                + " clearingIntent=IB, sharesAllocation=2138440174.0/DU1234567/100,"
                + " dontUseAutoPriceForHedge=true]");
    assertThat(filled.state())
        .isEqualTo(
            OrderState.builder()
                .status("Filled")
                .commission(new BigDecimal("1.7"))
                .commissionCurrency("GBP")
                .build());
    assertThat(filled.state().stage()).isEqualTo(OrderStage.FILLED);
  }

  @Test
  void restingLimitOrderHasItsClientAndReference() {
    OpenOrder resting = read(sample(176, "48909417-95cb-4668-a70f-7886c71fb5a9", "Submitted"));

    assertThat(resting.order().orderId()).isEqualTo(3);
    assertThat(resting.order().clientId()).isEqualTo(1);
    assertThat(resting.order().permId()).isEqualTo(1866218892L);
    assertThat(resting.order().lmtPrice()).isEqualTo(new BigDecimal("2400.0"));
    assertThat(resting.order().tif()).isEqualTo("GTC");
    assertThat(resting.order().orderRef()).isEqualTo("48909417-95cb-4668-a70f-7886c71fb5a9");
    assertThat(resting.order().get(OrderField.RULE_80A)).isEqualTo("0");
    assertThat(resting.order().isSet(OrderField.TRAIL_STOP_PRICE)).isFalse();
    assertThat(resting.state().stage()).isEqualTo(OrderStage.SUBMITTED);
    assertThat(resting.state().commission()).isNull();
  }

  @Test
  void lastFieldsOfTheMessageAreRead() {
    Order order = read(sample(173, "AAPL", "PreSubmitted")).order();

    assertThat(order.get(OrderField.MIN_COMPETE_SIZE)).isEqualTo(100);
    assertThat(order.get(OrderField.COMPETE_AGAINST_BEST_OFFSET)).isEqualTo(new BigDecimal("0.02"));
    assertThat(order.get(OrderField.MIN_TRADE_QTY)).isNull();
  }

  @Test
  void orderOfVersion151IsReadInTheLayoutOf157() {
    Order order = read(sample(151, "828086885", "Submitted")).order();

    assertThat(order.action()).isEqualTo("SELL");
    assertThat(order.totalQuantity()).isEqualTo(new BigDecimal("112"));
    assertThat(order.get(OrderField.DISCRETIONARY_AMT)).isEqualTo(new BigDecimal("0.67"));
    assertThat(order.get(OrderField.OPEN_CLOSE)).isEqualTo("O");
    assertThat(order.get(OrderField.E_TRADE_ONLY)).isTrue();
    assertThat(order.get(OrderField.TRAIL_STOP_PRICE)).isEqualTo(new BigDecimal("999.1"));
  }

  @Test
  void answerToAWhatIfOrderHasItsMargins() {
    OrderState state =
        OrderState.builder()
            .status("PreSubmitted")
            .initMarginBefore(new BigDecimal("0.0"))
            .initMarginChange(new BigDecimal("2315.63"))
            .initMarginAfter(new BigDecimal("2315.63"))
            .minCommission(new BigDecimal("0.62"))
            .maxCommission(new BigDecimal("1.24"))
            .commissionCurrency("USD")
            .warningText("may be capped")
            .build();
    OpenOrder answer =
        new OpenOrder(Contract.builder().build(), PLACED.with(OrderField.WHAT_IF, true), state);

    OpenOrder read = (OpenOrder) Responses.read(OrderSamples.reader(answer, 178)).orElseThrow();

    assertThat(read.order().whatIf()).isTrue();
    assertThat(read.state()).isEqualTo(state);
  }

  /** The counts of recorded messages: 128 at 151, 131 from 162, 136 from 170, 135 from 177. */
  @ParameterizedTest
  @CsvSource({
    "157,128", "158,129", "159,129", "160,130", "161,130", "162,131", "169,131", "170,136",
    "176,136", "177,135", "178,135"
  })
  void messageHasTheNumberOfFieldsOfItsVersion(int version, int count) {
    OpenOrder message =
        new OpenOrder(Contract.builder().build(), PLACED, OrderState.builder().build());

    assertThat(OrderSamples.fields(message, version)).hasSize(count);
  }

  /** Fields that an order does not set look as they do in a recorded message. */
  @Test
  void unsetFieldsAreWrittenAsTheGatewayWritesThem() {
    Sample sample = sample(176, "119dddc5-3cad-4b32-8d80-cf361c00d397", "PreSubmitted");
    OpenOrder recorded = read(sample);
    Order order =
        PLACED.toBuilder()
            .set(OrderField.ORDER_ID, 4)
            .set(OrderField.TIF, "DAY")
            .set(OrderField.ACCOUNT, "DU1234567")
            .set(OrderField.ORDER_REF, "119dddc5-3cad-4b32-8d80-cf361c00d397")
            .set(OrderField.CLIENT_ID, 1)
            .set(OrderField.PERM_ID, 1771764360L)
            .set(OrderField.OPEN_CLOSE, "")
            .set(OrderField.OCA_TYPE, 3)
            .set(OrderField.CLEARING_INTENT, "IB")
            .set(OrderField.SHARES_ALLOCATION, "1771764360.0/DU1234567/100")
            .set(OrderField.DONT_USE_AUTO_PRICE_FOR_HEDGE, true)
            .build();
    OpenOrder message =
        new OpenOrder(
            recorded.contract(), order, OrderState.builder().status("PreSubmitted").build());

    assertThat(OrderSamples.fields(message, 176)).isEqualTo(sample.fields());
  }

  @Test
  void bothStopPricesAreKept() {
    Sample sample = sample(176, "Filled", "1.7");
    List<String> fields = new ArrayList<>(sample.fields());
    fields.set(fields.indexOf("None") + 12, "97.5");

    OpenOrder read = (OpenOrder) Responses.read(OrderSamples.reader(fields, 176)).orElseThrow();

    assertThat(read.order().get(OrderField.EARLIER_TRAIL_STOP_PRICE))
        .isEqualTo(new BigDecimal("97.5"));
    assertThat(read.order().get(OrderField.TRAIL_STOP_PRICE)).isEqualTo(new BigDecimal("97.79"));
    assertThat(OrderSamples.fields(read, 176)).isEqualTo(fields);
  }

  private static Sample sample(int version, String... contents) {
    return OrderSamples.received("openOrder").stream()
        .filter(sample -> sample.serverVersion() == version)
        .filter(sample -> sample.fields().containsAll(List.of(contents)))
        .findFirst()
        .orElseThrow();
  }

  private static OpenOrder read(Sample sample) {
    return (OpenOrder)
        Responses.read(OrderSamples.reader(sample.fields(), sample.serverVersion())).orElseThrow();
  }
}
