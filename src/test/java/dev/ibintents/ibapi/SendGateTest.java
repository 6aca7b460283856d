package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.ibapi.ScriptedGateway.buy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.PlaceOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The check right before orders leave. */
@Timeout(60)
final class SendGateTest {
  @Test
  void gateThatClosesDuringABatchStopsTheRestOfIt() throws Exception {
    try (ScriptedGateway gateway = new ScriptedGateway()) {
      List<NewOrder> orders = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        orders.add(buy("o" + i));
      }
      AtomicInteger parts = new AtomicInteger();
      IllegalStateException closed = new IllegalStateException("it is closed");
      List<OrderTicket> tickets =
          gateway
              .session()
              .placeOrders(
                  orders,
                  firstOrderId -> {},
                  () -> {
                    if (parts.incrementAndGet() > 1) {
                      throw closed;
                    }
                  });

      long left = tickets.stream().filter(OrderTicket::mayHaveLeft).count();
      assertThat(parts.get()).isEqualTo(2);
      assertThat(left).isAtLeast(1);
      assertThat(left).isLessThan(60);
      for (int i = 0; i < left; i++) {
        assertThat(gateway.next(PlaceOrder.class).orderId()).isEqualTo(tickets.get(i).orderId());
      }
      assertThat(gateway.hasNoMore()).isTrue();
      Throwable failure =
          assertThrows(
                  ExecutionException.class,
                  () -> tickets.get(59).acknowledgement().get(20, TimeUnit.SECONDS))
              .getCause();
      assertThat(failure).isInstanceOf(OrderNotSentException.class);
      assertThat(failure).hasCauseThat().isSameInstanceAs(closed);
    }
  }
}
