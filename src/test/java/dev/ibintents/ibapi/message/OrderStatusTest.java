package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.OrderSamples.Sample;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OrderStatusTest {
  @Test
  void aFillIsReadAsItWasSent() {
    OrderStatus filled = read(173, "Filled");

    assertThat(filled)
        .isEqualTo(
            new OrderStatus(
                5,
                "Filled",
                new BigDecimal("100"),
                new BigDecimal("0"),
                new BigDecimal("201.94"),
                600745656L,
                0,
                new BigDecimal("201.94"),
                100,
                "",
                new BigDecimal("0")));
    assertThat(filled.stage()).isEqualTo(OrderStage.FILLED);
  }

  @Test
  void aHeldOrderSaysWhy() {
    OrderStatus held = read(151, "child,trigger");

    assertThat(held.whyHeld()).isEqualTo("child,trigger");
    assertThat(held.orderId()).isEqualTo(0);
    assertThat(held.stage().isActive()).isTrue();
  }

  @Test
  void anUnknownStatusIsKeptAndConcludesNothing() {
    OrderStatus odd = withStatus("ValidationError");

    OrderStatus read = (OrderStatus) Responses.read(OrderSamples.reader(odd, 178)).orElseThrow();

    assertThat(read.status()).isEqualTo("ValidationError");
    assertThat(read.stage()).isEqualTo(OrderStage.UNKNOWN);
    assertThat(read.stage().isActive()).isFalse();
    assertThat(read.stage().isDone()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(OrderStage.class)
  void everyStageIsFoundByItsText(OrderStage stage) {
    assertThat(withStatus(stage.text()).stage()).isEqualTo(stage);
    assertThat(stage.isActive() && stage.isDone()).isFalse();
  }

  @Test
  void onlyAFillOrACancellationEndsAnOrderForCertain() {
    List<OrderStage> done = Arrays.stream(OrderStage.values()).filter(OrderStage::isDone).toList();

    assertThat(done)
        .containsExactly(OrderStage.API_CANCELLED, OrderStage.CANCELLED, OrderStage.FILLED);
  }

  @Test
  void anOrderFromTwsThatIsBoundToAClientHasANegativeId() {
    OrderBound bound = new OrderBound(1866218892L, 0, -2);

    assertThat(OrderSamples.fields(bound, 178))
        .containsExactly("100", "1866218892", "0", "-2")
        .inOrder();
    assertThat(Responses.read(OrderSamples.reader(bound, 178))).hasValue(bound);
  }

  private static OrderStatus withStatus(String status) {
    BigDecimal zero = BigDecimal.ZERO;
    return new OrderStatus(1, status, zero, zero, zero, 0, 0, zero, 0, "", zero);
  }

  private static OrderStatus read(int version, String has) {
    Sample sample =
        OrderSamples.received("orderStatus").stream()
            .filter(
                candidate ->
                    candidate.serverVersion() == version && candidate.fields().contains(has))
            .findFirst()
            .orElseThrow();
    return (OrderStatus)
        Responses.read(OrderSamples.reader(sample.fields(), version)).orElseThrow();
  }
}
