package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Figures that are no numbers, in messages from a gateway and from a client. */
final class FiguresTest {
  private static final int VERSION = 178;
  private static final Contract SPY =
      Contract.builder().conId(756733).symbol("SPY").secType("STK").currency("USD").build();

  private static Response read(String... fields) {
    return read(List.of(fields));
  }

  private static Response read(List<String> fields) {
    return Responses.read(FieldReader.of(WireFields.join(fields), VERSION)).orElseThrow();
  }

  /** The fields of a message, with one text replaced by another. */
  private static List<String> replaced(Message message, String text, String replacement) {
    List<String> fields =
        new ArrayList<>(WireFields.split(WireFields.body(message.frame(VERSION))));
    assertThat(fields).contains(text);
    fields.replaceAll(field -> field.equals(text) ? replacement : field);
    return fields;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "NaN", "?", "Infinity", "1.7976931348623157E308", "1,05", "-nan(ind)"})
  void figureThatIsNoNumberIsReadAsNoValue(String text) {
    CommissionReport report =
        (CommissionReport) read("59", "1", "0001.01", text, "USD", "12.5", text, "");

    assertThat(report.commission()).isNull();
    assertThat(report.isKnown()).isFalse();
    assertThat(report.realizedPnl()).isEqualTo(new BigDecimal("12.5"));

    HistoricalData data =
        (HistoricalData)
            read("17", "9", "", "", "1", "20261120", "1", text, "1", "1.5", text, text, text);
    assertThat(data.bars().get(0).high()).isNull();
    assertThat(data.bars().get(0).close()).isEqualTo(new BigDecimal("1.5"));
    assertThat(data.bars().get(0).volume()).isNull();
    assertThat(data.bars().get(0).barCount()).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"NaN", "?", "x"})
  void quantityThatIsNoNumberIsRefused(String text) {
    Position position = new Position("DU1234567", SPY, new BigDecimal("4711"), null);
    ProtocolException e =
        assertThrows(ProtocolException.class, () -> read(replaced(position, "4711", text)));
    assertThat(e)
        .hasMessageThat()
        .contains(doubleQuoted("is '%s', not a quantity").formatted(text));
  }

  @Test
  void positionWithoutQuantityIsRefused() {
    Position position = new Position("DU1234567", SPY, new BigDecimal("4711"), null);
    ProtocolException e =
        assertThrows(ProtocolException.class, () -> read(replaced(position, "4711", "")));
    assertThat(e).hasMessageThat().contains("has no quantity");
  }

  @Test
  void orderPriceThatIsNoNumberIsRefusedOnlyFromAClient() {
    Order order =
        Order.builder()
            .set(OrderField.ACTION, "BUY")
            .set(OrderField.ORDER_TYPE, "LMT")
            .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
            .set(OrderField.LMT_PRICE, new BigDecimal("47.11"))
            .build();
    List<String> sent = replaced(new PlaceOrder(7, SPY, order), "47.11", "NaN");
    List<String> received =
        replaced(new OpenOrder(SPY, order, OrderState.builder().build()), "47.11", "NaN");

    assertThrows(
        ProtocolException.class,
        () -> Requests.read(FieldReader.of(WireFields.join(sent), VERSION)));
    assertThat(((OpenOrder) read(received)).order().lmtPrice()).isNull();
  }

  @Test
  void accountValueThatIsNoNumberHasNoAmount() {
    AccountValue value = (AccountValue) read("6", "2", "CashBalance", "NaN", "EUR", "DU1234567");

    assertThat(value.amount()).isEmpty();
    assertThat(new AccountValue("CashBalance", "1.5", "EUR", "DU1234567").amount())
        .hasValue(new BigDecimal("1.5"));
  }
}
