package dev.ibintents.trading.order;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.message.ComboLeg;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderComboLeg;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunPlan;
import dev.ibintents.trading.ledger.Samples;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlannedOrderTest {
  private final Contract contract = Samples.future().contract();
  private final Order order = Samples.future().order();

  @Test
  void orderThatCannotBePlacedIsRefused() {
    assertRefused(contract.toBuilder().conId(0).build(), order, "no conId");
    assertRefused(contract.toBuilder().exchange("").build(), order, "no exchange");
    assertRefused(contract, order.with(OrderField.ACTION, "BOT"), "neither BUY nor SELL");
    assertRefused(contract, order.with(OrderField.TOTAL_QUANTITY, BigDecimal.ZERO), "not above 0");
    assertRefused(contract, order.with(OrderField.ORDER_TYPE, ""), "no orderType");
    assertRefused(contract, order.with(OrderField.TIF, ""), "no tif");
    assertRefused(
        contract.toBuilder()
            .comboLegs(List.of(new ComboLeg(1, 1, "BUY", "SMART", 0, 0, "", -1)))
            .build(),
        order,
        "a combination");
  }

  private static void assertRefused(Contract contract, Order order, String fault) {
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class, () -> new PlannedOrder(contract, order, Shares.NONE));
    assertThat(e).hasMessageThat().contains(fault);
  }

  @Test
  void fieldThatTheLedgerCannotRestoreIsRefusedBeforeAnyWrite() {
    OrderComboLeg leg = new OrderComboLeg(BigDecimal.ONE);
    Order combination = order.with(OrderField.ORDER_COMBO_LEGS, List.of(leg));
    RunPlan plan =
        new RunPlan("{}", Map.of(), List.of(new PlannedOrder(contract, combination, Shares.NONE)));
    Lease lease = new Lease(TradingMode.PAPER, "a", "m", 1, Instant.EPOCH, Instant.EPOCH);
    IllegalArgumentException e =
        assertThrows(
            IllegalArgumentException.class,
            () -> Run.begin(Samples.key("k"), plan, lease, "m", Instant.EPOCH));
    assertThat(e).hasMessageThat().contains("cannot have the field orderComboLegs");
  }
}
