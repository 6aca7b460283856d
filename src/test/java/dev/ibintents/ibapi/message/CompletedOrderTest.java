package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.OrderSamples.Sample;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class CompletedOrderTest {
  @Test
  void aFilledOrderSaysHowMuchAndHasNoQuantityOfItsOwn() {
    CompletedOrder filled = read("MYM");

    assertThat(filled.contract().localSymbol()).isEqualTo("MYM  DEC 22");
    assertThat(filled.contract().multiplier()).isEqualTo("0.5");
    assertThat(filled.order().totalQuantity()).isEqualTo(BigDecimal.ZERO);
    assertThat(filled.order().filledQuantity()).isEqualTo(new BigDecimal("1"));
    assertThat(filled.order().auxPrice()).isEqualTo(new BigDecimal("32849.0"));
    assertThat(filled.order().permId()).isEqualTo(1580482313L);
    assertThat(filled.order().get(OrderField.PARENT_PERM_ID)).isEqualTo(1580482311L);
    assertThat(filled.state())
        .isEqualTo(
            OrderState.builder()
                .status("Filled")
                .completedTime("20221109 12:12:10 US/Eastern")
                .completedStatus("Filled Size: 1")
                .build());
  }

  @Test
  void aCancelledOrderKeepsItsQuantity() {
    CompletedOrder cancelled = read("close_135");

    assertThat(cancelled.order().toString())
        .isEqualTo(
            "Order[action=SELL, totalQuantity=100, orderType=STP, lmtPrice=549.97, auxPrice=550.0,"
                + " tif=DAY, account=DUD123456, permId=1451120741, ocaGroup=close_135, ocaType=1,"
                + " trailStopPrice=550.0, openClose=, clearingIntent=IB, shareholder=Not an insider"
                + " or substantial shareholder, dontUseAutoPriceForHedge=true, filledQuantity=0]");
    assertThat(cancelled.order().get(OrderField.PARENT_PERM_ID)).isNull();
    assertThat(cancelled.order().get(OrderField.REF_FUTURES_CON_ID)).isNull();
    assertThat(cancelled.state().stage()).isEqualTo(OrderStage.CANCELLED);
    assertThat(cancelled.state().completedTime()).isEqualTo("20250312 14:13:48 US/Eastern");
    assertThat(cancelled.state().completedStatus()).isEqualTo("Cancelled by Trader");
  }

  @Test
  void anExpiredOrderSaysSoInItsCompletedStatusOnly() {
    CompletedOrder expired = read("BA");

    assertThat(expired.state().stage()).isEqualTo(OrderStage.CANCELLED);
    assertThat(expired.state().completedStatus()).isEqualTo("Expired");
  }

  private static CompletedOrder read(String has) {
    Sample sample =
        OrderSamples.received("completedOrder").stream()
            .filter(candidate -> candidate.fields().containsAll(List.of(has)))
            .findFirst()
            .orElseThrow();
    return (CompletedOrder)
        Responses.read(OrderSamples.reader(sample.fields(), sample.serverVersion())).orElseThrow();
  }
}
