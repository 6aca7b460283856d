package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.DynamicMessage;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.FieldWriter;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Fields mean the same in protobuf as in texts, where the two have different forms. */
class ProtobufMeaningTest {
  private static final int VERSION = 226;
  private static final Contract SPY =
      Contract.builder().conId(756733).symbol("SPY").secType("STK").exchange("SMART").build();

  @Test
  void absenceIsNoValueAndZeroIsAValue() {
    OrderStatus status = (OrderStatus) response(203, out -> out.integer(1, 7));
    OrderStatus zero =
        (OrderStatus) response(203, out -> out.real(5, 0).figure(3, BigDecimal.ZERO));

    assertThat(status.filled()).isNull();
    assertThat(status.avgFillPrice()).isNull();
    assertThat(status.whyHeld()).isEmpty();
    assertThat(zero.filled()).isEqualTo(BigDecimal.ZERO);
    assertThat(zero.avgFillPrice()).isEqualTo(BigDecimal.ZERO);
  }

  @Test
  void aSentinelIsNoValueInProtobufToo() {
    CommissionReport report =
        (CommissionReport) response(259, out -> out.real(2, 1.25).real(4, Double.MAX_VALUE));
    OrderStatus status =
        (OrderStatus)
            response(203, out -> out.text(3, "2147483647").text(4, "9223372036854775807"));

    assertThat(report.commission()).isEqualTo(new BigDecimal("1.25"));
    assertThat(report.realizedPnl()).isNull();
    assertThat(status.filled()).isNull();
    assertThat(status.remaining()).isNull();
  }

  @Test
  void theNoiseOfDoublesIsNoPartOfAnAmount() {
    OpenOrder open =
        (OpenOrder)
            response(
                205,
                out -> {
                  out.nested(2);
                  out.nested(3);
                  out.nested(4).real(5, 4398.700000000012).real(8, 30123.910000000003);
                });

    assertThat(open.state().initMarginChange()).isEqualTo(new BigDecimal("4398.7"));
    assertThat(open.state().initMarginAfter()).isEqualTo(new BigDecimal("30123.91"));
  }

  @Test
  void aPriceKeepsAllDigitsThatADoubleHolds() {
    TickPrice tick = (TickPrice) response(201, out -> out.real(3, 0.000012345678901).text(4, "3"));

    assertThat(tick.price()).isEqualTo(new BigDecimal("0.000012345678901"));
    assertThat(tick.size()).isEqualTo(new BigDecimal("3"));
  }

  @Test
  void transmitIsSentBecauseItsAbsenceMeansNot() {
    Order order = Order.builder().set(OrderField.ACTION, "BUY").build();

    assertThat(sent(new PlaceOrder(1, SPY, order)).get("order").toString())
        .contains("transmit=true");
    PlaceOrder held =
        (PlaceOrder)
            request(
                203,
                out -> {
                  out.nested(2);
                  out.nested(3).text(5, "BUY");
                });
    assertThat(held.order().transmit()).isFalse();
  }

  @Test
  void anOrderLeavesWithAnEmptyAttachedOrderAndATierAsOfficialClientsSendIt() {
    DynamicMessage sent =
        ProtobufOracle.read(true, new PlaceOrder(1, SPY, Order.builder().build()).frame(VERSION));

    assertThat(sent.getAllFields().keySet().stream().map(field -> field.getName()).toList())
        .contains("attachedOrders");
    assertThat(new CancelOrder(5).frame(VERSION)).hasLength(4 + 4 + 2 + 2);
  }

  @Test
  void aStockHasNoStrikeInARequestAndAStrikeOfZeroIsSent() {
    assertThat(sent(new ReqContractDetails(1, SPY)).toString()).doesNotContain("strike");
    byte[] zero =
        new ReqContractDetails(1, SPY.toBuilder().strike(BigDecimal.ZERO).build()).frame(VERSION);
    assertThat(HexFormat.of().formatHex(zero)).contains("29" + "00".repeat(8));
  }

  @Test
  void anErrorOfTheSessionHasMinusOneAsTenBytes() {
    byte[] frame = new ErrorMessage(-1, 2104, "OK", "", 1_787_000_000_000L).frame(VERSION);

    assertThat(HexFormat.of().formatHex(frame)).contains("08ffffffffffffffffff01");
    ErrorMessage read = (ErrorMessage) Responses.read(reader(frame)).orElseThrow();
    assertThat(read.id()).isEqualTo(-1);
    assertThat(read.errorTime()).isEqualTo(1_787_000_000_000L);
  }

  @Test
  void unknownFieldsOfANewerGatewayAreSkipped() {
    Response read =
        response(
            264,
            out -> out.text(200, "new").integer(1, 9).real(1999, 1.5).nested(31).text(4, "part"));

    assertThat(read).isEqualTo(new AccountSummaryEnd(9));
  }

  @Test
  void aMessageWithoutAPartThatItNeedsIsLeftOut() {
    for (int rawId : new int[] {261, 207, 211, 205, 301, 210, 271}) {
      assertThat(read(rawId, out -> out.text(99, "x"))).isEmpty();
    }
  }

  @Test
  void aFigureThatIsNoNumberIsForgivenToAGatewayAlone() {
    TickPrice tick = (TickPrice) response(201, out -> out.real(3, Double.NaN).text(4, "?"));

    assertThat(tick.price()).isNull();
    assertThat(tick.size()).isNull();
    ProtocolException e =
        assertThrows(
            ProtocolException.class,
            () ->
                request(
                    203,
                    out -> {
                      out.nested(2);
                      out.nested(3).real(9, Double.NaN);
                    }));
    assertThat(e).hasMessageThat().contains("message 3 from the client: field 9 is ");
  }

  @Test
  void aMultiplierIsTheSameTextInBothDialects() {
    Position position =
        (Position)
            response(
                261,
                out -> {
                  out.figure(3, BigDecimal.ONE);
                  out.nested(2).integer(1, 1).real(7, 50);
                });

    assertThat(position.contract().multiplier()).isEqualTo("50");
    Contract wrong = SPY.toBuilder().multiplier("fifty").build();
    assertThrows(
        IllegalArgumentException.class, () -> new ReqContractDetails(1, wrong).frame(VERSION));
  }

  @Test
  void theVenueOfAPortfolioIsItsListing() {
    PortfolioValue value =
        (PortfolioValue)
            response(
                207,
                out -> {
                  out.figure(2, BigDecimal.ONE);
                  out.nested(1).text(8, "KRX");
                });

    assertThat(value.contract().primaryExchange()).isEqualTo("KRX");
    assertThat(value.contract().exchange()).isEmpty();
  }

  @Test
  void aBondIsDescribedAsAnyContract() {
    Optional<Response> bond =
        read(
            218,
            out -> {
              out.integer(1, 4);
              out.nested(2).text(3, "BOND");
              out.nested(3).text(7, "Treasury");
            });

    assertThat(((ContractData) bond.orElseThrow()).details().longName()).isEqualTo("Treasury");
  }

  @Test
  void pricesOfLegsStandWithTheLegs() {
    ComboLeg leg = new ComboLeg(1, 2, "BUY", "SMART", 0, 0, "", -1);
    Contract pair = SPY.toBuilder().secType("BAG").comboLegs(List.of(leg, leg)).build();
    List<OrderComboLeg> prices =
        List.of(new OrderComboLeg(new BigDecimal("1.5")), new OrderComboLeg(null));
    Order order = Order.builder().set(OrderField.ORDER_COMBO_LEGS, prices).build();

    PlaceOrder read =
        (PlaceOrder)
            Requests.read(reader(new PlaceOrder(1, pair, order).frame(VERSION))).orElseThrow();

    assertThat(read.contract().comboLegs()).containsExactly(leg, leg);
    assertThat(read.order().get(OrderField.ORDER_COMBO_LEGS)).isEqualTo(prices);
  }

  @Test
  void anOrderFieldThatTheGatewayWouldNotUnderstandIsRefused() {
    Order order = Order.builder().set(OrderField.POST_ONLY, true).build();
    PlaceOrder place = new PlaceOrder(1, SPY, order);

    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> place.frame(178));
    assertThat(e)
        .hasMessageThat()
        .isEqualTo("the order field postOnly needs server version 216, and the gateway speaks 178");
    assertThat(sent(place).get("order").toString()).contains("postOnly=true");
    Order box = Order.builder().set(OrderField.AUCTION_STRATEGY, 1).build();
    assertThrows(IllegalArgumentException.class, () -> new PlaceOrder(1, SPY, box).frame(VERSION));
  }

  private static Map<String, Object> sent(Request request) {
    return ProtobufOracle.values(ProtobufOracle.read(true, request.frame(VERSION)));
  }

  /** Writes the fields of a message. */
  private interface Fields {
    void write(FieldWriter out);
  }

  private static byte[] frame(int rawId, Fields fields) {
    FieldWriter out = new FieldWriter(VERSION).message(rawId - 200, 0);
    fields.write(out);
    return out.frame();
  }

  private static Optional<Response> read(int rawId, Fields fields) {
    return Responses.read(reader(frame(rawId, fields)));
  }

  private static Response response(int rawId, Fields fields) {
    return read(rawId, fields).orElseThrow();
  }

  private static Request request(int rawId, Fields fields) {
    return Requests.read(reader(frame(rawId, fields))).orElseThrow();
  }

  private static FieldReader reader(byte[] frame) {
    return FieldReader.of(WireFields.body(frame), VERSION);
  }
}
