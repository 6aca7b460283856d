package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every field of an order arrives, in every version of the protocol. */
class OrderRoundTripTest extends GeneratedOrders {
  @Provide
  Arbitrary<Integer> versions() {
    return OrderArbitraries.serverVersions();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void placeOrderArrivesUnchanged(
      @ForAll("versions") int version,
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder) {
    Contract contract = builder.primaryExchange("ARCA").secIdType("ISIN").secId("US1").build();
    Contract expected =
        contract.secType().equals("BAG")
            ? contract
            : contract.toBuilder().comboLegs(List.of()).build();
    Order sent = OrderArbitraries.at(version, withoutDisplayName(order));

    PlaceOrder read =
        arrived(Requests::read, new PlaceOrder(7, contract, sent), version, PlaceOrder.class);

    assertThat(read.orderId()).isEqualTo(7);
    assertThat(read.contract()).isEqualTo(expected);
    assertThat(read.order()).isEqualTo(carried(PlaceOrder::pass, version, contract, sent));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void openOrderArrivesUnchanged(
      @ForAll("versions") int version,
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder,
      @ForAll("states") OrderState state) {
    Contract contract = builder.comboLegsDescrip("1|2").build();
    Order shown = withPrices(order);

    OpenOrder read =
        arrived(Responses::read, new OpenOrder(contract, shown, state), version, OpenOrder.class);

    assertThat(read.contract()).isEqualTo(contract);
    assertThat(read.order()).isEqualTo(carried(OpenOrder::pass, version, contract, shown));
    assertThat(read.state()).isEqualTo(state);
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void completedOrderArrivesUnchanged(
      @ForAll("versions") int version,
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder) {
    Contract contract = builder.comboLegsDescrip("1|2").build();
    Order shown = withPrices(order);
    OrderState state =
        OrderState.builder()
            .status("Filled")
            .completedTime("20250312 14:13:48 US/Eastern")
            .completedStatus("Filled Size: 1")
            .build();

    CompletedOrder read =
        arrived(
            Responses::read,
            new CompletedOrder(contract, shown, state),
            version,
            CompletedOrder.class);

    assertThat(read.contract()).isEqualTo(contract);
    assertThat(read.order()).isEqualTo(carried(CompletedOrder::pass, version, contract, shown));
    assertThat(read.state()).isEqualTo(state);
  }

  @Property(tries = 20, edgeCases = EdgeCasesMode.NONE)
  void messageThatEndsEarlyIsRefused(
      @ForAll("versions") int version,
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder,
      @ForAll("states") OrderState state) {
    Contract contract = builder.build();

    assertRefusedIfCut(
        Requests::read, new PlaceOrder(7, contract, OrderArbitraries.at(version, order)), version);
    assertRefusedIfCut(Responses::read, new OpenOrder(contract, order, state), version);
    assertRefusedIfCut(Responses::read, new CompletedOrder(contract, order, state), version);
  }

  private static <M extends Message> M arrived(
      Function<FieldReader, Optional<? extends Message>> reader,
      M message,
      int version,
      Class<M> type) {
    FieldReader in = OrderSamples.reader(message, version);
    M read = type.cast(reader.apply(in).orElseThrow());
    assertWithMessage("fields left over").that(in.hasNext()).isFalse();
    return read;
  }

  private static void assertRefusedIfCut(
      Function<FieldReader, Optional<? extends Message>> reader, Message message, int version) {
    List<String> fields = OrderSamples.fields(message, version);
    for (int end = 0; end < fields.size(); end++) {
      FieldReader in = OrderSamples.reader(fields.subList(0, end), version);
      assertThrows(ProtocolException.class, () -> reader.apply(in), "ended before field " + end);
    }
  }

  /** The order without the fields that the message does not carry. */
  private static Order carried(
      Consumer<OrderWire> message, int version, Contract contract, Order order) {
    Set<OrderField<?>> fields = FieldsPassed.of(message, version, contract, order);
    Order.Builder carried = Order.builder();
    order.values().entrySet().stream()
        .filter(entry -> fields.contains(entry.getKey()))
        .forEach(entry -> carried.setChecked(entry.getKey(), entry.getValue()));
    return carried.build();
  }

  /**
   * The order with a price of 0.0 where it has none: the gateway writes 0.0 there, which cannot be
   * told from a price.
   */
  private static Order withPrices(Order order) {
    Order.Builder builder = order.toBuilder();
    for (OrderField<BigDecimal> price : List.of(OrderField.LMT_PRICE, OrderField.AUX_PRICE)) {
      builder.set(price, order.isSet(price) ? order.get(price) : new BigDecimal("0.0"));
    }
    return builder.build();
  }

  /** The order without the display name of its soft dollar tier, which a client does not send. */
  private static Order withoutDisplayName(Order order) {
    SoftDollarTier tier = order.get(OrderField.SOFT_DOLLAR_TIER);
    return order.with(OrderField.SOFT_DOLLAR_TIER, new SoftDollarTier(tier.name(), tier.val(), ""));
  }
}
