package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.wire.FieldReader;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Every field of an order arrives in protobuf, whatever the other fields are. */
class ProtobufOrderTest extends GeneratedOrders {
  private static final Pattern FIGURE = Pattern.compile("-?\\d+\\.\\d+(E-?\\d+)?|-?\\d+E-?\\d+");

  @Provide
  Arbitrary<Integer> versions() {
    return Arbitraries.integers().between(204, 226);
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void placeOrderArrivesUnchanged(
      @ForAll("versions") int version,
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder) {
    Order.Builder settable = OrderArbitraries.at(version, order).toBuilder();
    OrderField.all().stream()
        .filter(field -> !field.settable() || field == OrderField.AUCTION_STRATEGY)
        .forEach(field -> settable.setChecked(field, null));
    Contract contract = builder.build();
    Order sent = withoutDisplayName(withPricesOfLegs(settable.build(), contract));

    PlaceOrder placed = (PlaceOrder) arrived(new PlaceOrder(7, contract, sent), version);

    assertThat(placed.orderId()).isEqualTo(7);
    assertThat(plain(placed.contract())).isEqualTo(plain(contract));
    assertThat(plain(placed.order())).isEqualTo(plain(sent));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void openAndCompletedOrdersArriveUnchanged(
      @ForAll("versions") int version,
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder,
      @ForAll("states") OrderState state) {
    Contract contract = builder.primaryExchange("ARCA").comboLegsDescrip("1|2").build();
    Order shown = withPricesOfLegs(withPrices(carried(order)), contract);

    Message open = arrived(new OpenOrder(contract, shown, state), version);
    Message ended = arrived(new CompletedOrder(contract, shown, state), version);

    assertThat(plain(((OpenOrder) open).contract())).isEqualTo(plain(contract));
    assertThat(plain(((OpenOrder) open).order())).isEqualTo(plain(shown));
    assertThat(plain(((OpenOrder) open).state())).isEqualTo(plain(state));
    assertThat(plain(((CompletedOrder) ended).order())).isEqualTo(plain(shown));
    assertThat(plain(((CompletedOrder) ended).state())).isEqualTo(plain(state));
  }

  private static Message arrived(Message message, int version) {
    return WireFields.read(message instanceof Request, message.frame(version), version)
        .orElseThrow();
  }

  /** The order with the fields that a gateway sends in protobuf. */
  private static Order carried(Order order) {
    Order.Builder carried = order.toBuilder();
    for (OrderField<?> field : OrderField.all()) {
      if (field.number() == FieldReader.TEXT_ONLY || field == OrderField.TRANSMIT) {
        carried.setChecked(field, null);
      }
    }
    return carried.set(OrderField.ORDER_COMBO_LEGS, order.get(OrderField.ORDER_COMBO_LEGS)).build();
  }

  private static Order withPrices(Order order) {
    Order.Builder builder = order.toBuilder();
    for (OrderField<BigDecimal> price : List.of(OrderField.LMT_PRICE, OrderField.AUX_PRICE)) {
      builder.set(price, order.isSet(price) ? order.get(price) : BigDecimal.ZERO);
    }
    return builder.build();
  }

  /** The order with a price for each leg of the contract, or for none. */
  private static Order withPricesOfLegs(Order order, Contract contract) {
    List<OrderComboLeg> prices = new ArrayList<>();
    for (OrderComboLeg price : order.get(OrderField.ORDER_COMBO_LEGS)) {
      if (prices.size() < contract.comboLegs().size()) {
        prices.add(price);
      }
    }
    boolean complete =
        prices.size() == contract.comboLegs().size()
            && prices.stream().anyMatch(price -> price.price() != null);
    return order.with(OrderField.ORDER_COMBO_LEGS, complete ? prices : List.of());
  }

  private static Order withoutDisplayName(Order order) {
    SoftDollarTier tier = order.get(OrderField.SOFT_DOLLAR_TIER);
    return order.with(OrderField.SOFT_DOLLAR_TIER, SoftDollarTier.of(tier.name(), tier.val(), ""));
  }

  /** The text of a value, with each decimal without zeros at its end. */
  private static String plain(Object value) {
    return FIGURE
        .matcher(value.toString())
        .replaceAll(figure -> new BigDecimal(figure.group()).stripTrailingZeros().toPlainString());
  }
}
