package dev.ibintents.intent.trade;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.ibapi.message.AccountValue;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.order.PlannedOrder;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The cash pays purchases in their sequence. */
final class CashCoverTest {
  private static final String ACCOUNT = "DU1";

  /** A purchase of shares at a limit. */
  private static PlannedOrder purchase(String quantity, String limit) {
    PlannedOrder stock = Samples.stock("BUY", quantity);
    Order order =
        stock.order().toBuilder()
            .set(OrderField.ORDER_TYPE, "LMT")
            .set(OrderField.LMT_PRICE, new BigDecimal(limit))
            .build();
    return new PlannedOrder(stock.contract(), order, stock.source());
  }

  private static CashCover cash(String dollars) {
    return new CashCover(
        ACCOUNT,
        new AccountUpdates(
            List.of(
                new AccountValue("CashBalance", dollars, "USD", ACCOUNT),
                new AccountValue("AvailableFunds", "1000000", "USD", ACCOUNT)),
            List.of()),
        List.of(),
        Map.of(),
        Set.of(),
        new TreeMap<>());
  }

  @Test
  void purchasesThatTheCashCoversTogetherAreCovered() {
    List<PlannedOrder> purchases = List.of(purchase("10", "50"), purchase("20", "20"));
    assertThat(cash("902").uncovered(purchases)).isEmpty(); // each has a commission of 1
    assertThat(cash("901.99").uncovered(purchases)).hasSize(1);
  }

  @Test
  void purchasesArePaidInTheirSequenceAsFarAsTheCashGoes() {
    PlannedOrder first = purchase("10", "50");
    PlannedOrder tooLarge = purchase("20", "50");
    PlannedOrder last = purchase("5", "50");
    assertThat(cash("800").uncovered(List.of(first, tooLarge, last)).keySet())
        .containsExactly(tooLarge);
  }

  @Test
  void purchaseWithALimitBelowZeroPaysForNoOther() {
    PlannedOrder large = purchase("10", "50");
    PlannedOrder belowZero = purchase("10", "-10");
    assertThat(cash("450").uncovered(List.of(large, belowZero)).keySet()).containsExactly(large);
  }
}
