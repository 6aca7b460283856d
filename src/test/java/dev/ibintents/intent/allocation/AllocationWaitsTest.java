package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonElement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** However many orders there are, the gateway is waited for as often. */
@Timeout(120)
final class AllocationWaitsTest {
  private static final int MANY = 50;

  @TempDir Path folder;

  @Test
  void fiftyOrdersWaitForTheGatewayAsOftenAsOne() throws Exception {
    try (ManyOrders orders = new ManyOrders(folder)) {
      orders.allocate(1); // each of the others has one before it, whose order it looks after
      ManyOrders.Run one = orders.allocate(1);
      ManyOrders.Run many = orders.allocate(MANY);

      List<String> statuses =
          many.answer().getAsJsonArray("orders").asList().stream()
              .map(JsonElement::getAsJsonObject)
              .map(order -> order.get("status").getAsString())
              .toList();
      assertWithMessage(many.answer().toString()).that(statuses).hasSize(MANY);
      assertWithMessage(many.answer().toString())
          .that(statuses.stream().distinct().toList())
          .containsExactly("acknowledged");
      assertThat(many.waits()).isEqualTo(one.waits());
      assertWithMessage("waits to place and to record them").that(many.placingWaits()).isAtMost(4);
    }
  }

  @Test
  void sharesThatAreWrittenWithTheirRouteTakeFourWaits() throws Exception {
    try (ManyOrders orders = new ManyOrders(folder)) {
      assertWithMessage("to connect, to start, for all lists, details and prices, for the orders")
          .that(orders.allocateShares(1).waits())
          .isEqualTo(4);
      orders.reconcile();

      ManyOrders.Run more = orders.allocateShares(12);

      assertThat(more.answer().getAsJsonArray("orders")).hasSize(12);
      assertThat(more.waits()).isEqualTo(4);
    }
  }

  @Test
  void contractsOfAnyKindAndCurrencyTakeFiveWaits() throws Exception {
    try (ManyOrders orders = new ManyOrders(folder)) {
      assertWithMessage("the prices wait for the details")
          .that(orders.allocate(MANY).waits())
          .isEqualTo(5);
    }
  }

  @Test
  void fiftyLimitsByOffsetCostOneMoreWaitAndKeepTheStepsOfTheirContracts() throws Exception {
    try (ManyOrders orders = new ManyOrders(folder)) {
      orders.allocate(1);
      ManyOrders.Run plain = orders.allocate(MANY);
      ManyOrders.Run limited =
          orders.allocate(
              MANY, Map.of("orderType", "LMT", "limit", Map.of("from", "mid", "offset", "-37bps")));

      assertThat(limited.answer().getAsJsonArray("orders")).hasSize(MANY);
      for (JsonElement order : limited.answer().getAsJsonArray("orders")) {
        assertThat(order.getAsJsonObject().get("status").getAsString()).isEqualTo("acknowledged");
        assertThat(order.getAsJsonObject().get("lmtPrice").isJsonNull()).isFalse();
      }
      assertThat(limited.waits()).isEqualTo(plain.waits() + 1);
    }
  }
}
