package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.ibapi.message.OrderSamples.Sent;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares requests about orders with those of another client, ib_async, for the same arguments.
 */
class PlaceOrderTest {
  private static final int VERSION = 178;

  static List<Sent> sentOrders() {
    return OrderSamples.sent("placeOrder");
  }

  @Test
  void thereAreTenSamples() {
    assertThat(sentOrders()).hasSize(10);
  }

  @ParameterizedTest
  @MethodSource("sentOrders")
  void orderIsWrittenAsTheOtherClientWritesIt(Sent sent) {
    List<String> written = OrderSamples.fields(request(sent.args()), VERSION);

    assertThat(OrderSamples.comparable(written, false))
        .isEqualTo(OrderSamples.comparable(sent.fields(), false));
  }

  @ParameterizedTest
  @MethodSource("sentOrders")
  void orderOfTheOtherClientIsReadUnchanged(Sent sent) {
    FieldReader in = OrderSamples.reader(sent.fields(), VERSION);

    PlaceOrder read = (PlaceOrder) Requests.read(in).orElseThrow();

    assertThat(in.hasNext()).isFalse();
    PlaceOrder expected = request(sent.args());
    assertThat(read.orderId()).isEqualTo(expected.orderId());
    assertThat(read.order()).isEqualTo(expected.order());
    assertThat(read.contract())
        .isEqualTo(expected.contract().toBuilder().strike(new BigDecimal("0.0")).build());
  }

  @ParameterizedTest
  @MethodSource("sentOrders")
  void orderThatEndsEarlyIsRefused(Sent sent) {
    for (int end = 0; end < sent.fields().size(); end++) {
      FieldReader in = OrderSamples.reader(sent.fields().subList(0, end), VERSION);
      assertThrows(ProtocolException.class, () -> Requests.read(in), "ended before " + end);
    }
  }

  @Test
  void cancellationIsWrittenAsTheOtherClientWritesIt() {
    Sent sent = OrderSamples.sent("cancelOrder").get(0);
    CancelOrder cancel = new CancelOrder(sent.args().get("orderId").getAsInt());

    assertThat(OrderSamples.fields(cancel, VERSION)).isEqualTo(sent.fields());
    assertThat(Requests.read(OrderSamples.reader(sent.fields(), VERSION))).hasValue(cancel);
  }

  @Test
  void cancellationHasItsTimeSinceVersion169() {
    CancelOrder cancel = new CancelOrder(5, "20261123-15:30:00");

    assertThat(OrderSamples.fields(cancel, 169))
        .containsExactly("4", "1", "5", "20261123-15:30:00")
        .inOrder();
    assertThat(OrderSamples.fields(cancel, 168)).containsExactly("4", "1", "5").inOrder();
    assertThat(Requests.read(OrderSamples.reader(cancel, 168))).hasValue(new CancelOrder(5));
  }

  @Test
  void globalCancellationIsWrittenAsTheOtherClientWritesIt() {
    Sent sent = OrderSamples.sent("reqGlobalCancel").get(0);

    assertThat(OrderSamples.fields(new ReqGlobalCancel(), VERSION)).isEqualTo(sent.fields());
    assertThat(Requests.read(OrderSamples.reader(sent.fields(), VERSION)))
        .hasValue(new ReqGlobalCancel());
  }

  @Test
  void offsetUpToTheMidPointIsWrittenAsInfinityWithTheMidOffsets() {
    Order order =
        Order.builder()
            .set(OrderField.ORDER_TYPE, "PEG BEST")
            .set(OrderField.MIN_COMPETE_SIZE, 100)
            .set(
                OrderField.COMPETE_AGAINST_BEST_OFFSET, Order.COMPETE_AGAINST_BEST_OFFSET_UP_TO_MID)
            .set(OrderField.MID_OFFSET_AT_WHOLE, new BigDecimal("0.01"))
            .set(OrderField.MID_OFFSET_AT_HALF, new BigDecimal("0.005"))
            .build();

    List<String> fields =
        OrderSamples.fields(new PlaceOrder(1, Contract.builder().build(), order), VERSION);

    assertThat(fields.subList(fields.size() - 4, fields.size()))
        .containsExactly("100", "Infinity", "0.01", "0.005")
        .inOrder();
    assertThat(((PlaceOrder) read(fields)).order()).isEqualTo(order);
    fields.set(fields.indexOf("Infinity"), "Infinite"); // as ib_async writes it
    assertThat(((PlaceOrder) read(fields)).order()).isEqualTo(order);
  }

  @Test
  void unknownConditionIsRefused() {
    Order order =
        Order.builder()
            .set(
                OrderField.CONDITIONS,
                List.of(new OrderCondition.Time(OrderCondition.AND, true, "then")))
            .build();
    List<String> fields =
        new ArrayList<>(
            OrderSamples.fields(new PlaceOrder(1, Contract.builder().build(), order), VERSION));
    fields.set(fields.indexOf("then") - 3, "2");

    ProtocolException refused =
        assertThrows(
            ProtocolException.class, () -> Requests.read(OrderSamples.reader(fields, VERSION)));

    assertThat(refused).hasMessageThat().contains("type 2");
  }

  private static Request read(List<String> fields) {
    return Requests.read(OrderSamples.reader(fields, VERSION)).orElseThrow();
  }

  private static PlaceOrder request(JsonObject args) {
    Order.Builder order = Order.builder();
    for (Map.Entry<String, JsonElement> entry : args.getAsJsonObject("order").entrySet()) {
      OrderField<?> field = OrderField.named(entry.getKey()).orElseThrow();
      order.setChecked(field, value(field, entry.getValue()));
    }
    return new PlaceOrder(
        args.get("orderId").getAsInt(), contract(args.getAsJsonObject("contract")), order.build());
  }

  private static Object value(OrderField<?> field, JsonElement json) {
    if (field.type() == BigDecimal.class) {
      return json.getAsBigDecimal();
    } else if (field.type() == Integer.class) {
      return json.getAsInt();
    } else if (field.type() == Boolean.class) {
      return json.getAsBoolean();
    } else if (field.elementType() == TagValue.class) {
      List<TagValue> pairs = new ArrayList<>();
      for (JsonElement pair : json.getAsJsonArray()) {
        pairs.add(
            new TagValue(
                pair.getAsJsonArray().get(0).getAsString(),
                pair.getAsJsonArray().get(1).getAsString()));
      }
      return pairs;
    }
    return json.getAsString();
  }

  private static Contract contract(JsonObject json) {
    Contract.Builder contract = Contract.builder();
    for (Map.Entry<String, JsonElement> entry : json.entrySet()) {
      String text = entry.getValue().getAsString();
      switch (entry.getKey()) {
        case "conId" -> contract.conId(Integer.parseInt(text));
        case "symbol" -> contract.symbol(text);
        case "secType" -> contract.secType(text);
        case "lastTradeDateOrContractMonth" -> contract.lastTradeDateOrContractMonth(text);
        case "multiplier" -> contract.multiplier(text);
        case "exchange" -> contract.exchange(text);
        case "primaryExchange" -> contract.primaryExchange(text);
        case "currency" -> contract.currency(text);
        case "localSymbol" -> contract.localSymbol(text);
        case "tradingClass" -> contract.tradingClass(text);
        default -> throw new IllegalArgumentException("a new field in the sample: " + entry);
      }
    }
    return contract.build();
  }
}
