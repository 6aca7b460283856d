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

/** Whatever an order says arrives, in every version of the protocol. */
class OrderRoundTripTest {
  @Provide
  Arbitrary<Integer> versions() {
    return OrderArbitraries.serverVersions();
  }

  @Provide
  Arbitrary<Order> orders() {
    return OrderArbitraries.orders();
  }

  @Provide
  Arbitrary<Contract.Builder> contracts() {
    return OrderArbitraries.contracts();
  }

  @Provide
  Arbitrary<OrderState> states() {
    return OrderArbitraries.states();
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void aPlacedOrder(
      @ForAll("versions") int version,
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder) {
    Contract contract = builder.primaryExchange("ARCA").secIdType("ISIN").secId("US1").build();
    Contract expected =
        contract.secType().equals("BAG")
            ? contract
            : contract.toBuilder().comboLegs(List.of()).build();
    Order sent = withoutDisplayName(order);

    PlaceOrder read =
        arrived(Requests::read, new PlaceOrder(7, contract, sent), version, PlaceOrder.class);

    assertThat(read.orderId()).isEqualTo(7);
    assertThat(read.contract()).isEqualTo(expected);
    assertThat(read.order()).isEqualTo(carried(PlaceOrder::pass, version, contract, sent));
  }

  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void anOpenOrder(
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
  void aCompletedOrder(
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
  void aMessageThatEndsEarlyIsRefusedWhereverItEnds(
      @ForAll("versions") int version,
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder,
      @ForAll("states") OrderState state) {
    Contract contract = builder.build();

    assertRefusedIfCut(Requests::read, new PlaceOrder(7, contract, order), version);
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

  /** The order without what the message has no place for. */
  private static Order carried(
      Consumer<OrderWire> message, int version, Contract contract, Order order) {
    Set<OrderField<?>> places = FieldsPassed.of(message, version, contract, order);
    Order.Builder carried = Order.builder();
    order.values().entrySet().stream()
        .filter(entry -> places.contains(entry.getKey()))
        .forEach(entry -> carried.setChecked(entry.getKey(), entry.getValue()));
    return carried.build();
  }

  /** The gateway shows a price of 0.0 where there is none, and nobody can tell the two apart. */
  private static Order withPrices(Order order) {
    Order.Builder builder = order.toBuilder();
    for (OrderField<BigDecimal> price : List.of(OrderField.LMT_PRICE, OrderField.AUX_PRICE)) {
      builder.set(price, order.isSet(price) ? order.get(price) : new BigDecimal("0.0"));
    }
    return builder.build();
  }

  /** A client does not send the name under which TWS shows a tier. */
  private static Order withoutDisplayName(Order order) {
    SoftDollarTier tier = order.get(OrderField.SOFT_DOLLAR_TIER);
    return order.with(OrderField.SOFT_DOLLAR_TIER, new SoftDollarTier(tier.name(), tier.val(), ""));
  }
}
