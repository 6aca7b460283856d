package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.simulator.account.PaperAccount;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.market.Instrument;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Many clients trade at the same time. */
class ConcurrentOrdersTest {
  private static final int CLIENTS = 6;
  private static final int ORDERS = 25;

  @Test
  void everyUnitOfConcurrentOrdersIsCountedOnce() throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(CLIENTS);
    try (OrderBench bench = new OrderBench()) {
      Instrument spy = bench.stock("SPY");
      List<Future<Set<String>>> results = new ArrayList<>();
      for (int id = 11; id < 11 + CLIENTS; id++) {
        int clientId = id;
        results.add(pool.submit(() -> trade(bench, clientId, spy)));
      }
      Set<String> executions = new HashSet<>();
      for (Future<Set<String>> result : results) {
        executions.addAll(result.get());
      }
      assertThat(executions).hasSize(CLIENTS * ORDERS);
      PaperAccount account = bench.gateway().account();
      assertThat(bench.held(spy))
          .isEqualToIgnoringScale(BigDecimal.valueOf(300 + CLIENTS * ORDERS));
      assertThat(account.received()).hasSize(CLIENTS * ORDERS);
      assertThat(account.received().stream().map(ReceivedOrder::permId).distinct().count())
          .isEqualTo(CLIENTS * ORDERS);
      assertThat(account.accepted("13/7")).isEqualTo(1);
    } finally {
      pool.shutdownNow();
    }
  }

  /** Trades, and returns the names of the executions that the client received. */
  private static Set<String> trade(OrderBench bench, int clientId, Instrument spy)
      throws Exception {
    try (TestClient client = bench.client(clientId)) {
      for (int orderId = 1; orderId <= ORDERS; orderId++) {
        Order order = bench.market("BUY", 1);
        String orderRef = clientId + "/" + orderId;
        bench.place(client, orderId, spy, order.with(OrderField.ORDER_REF, orderRef));
      }
      Set<String> executions = new HashSet<>();
      for (int done = 0; done < ORDERS; done++) {
        List<?> messages = client.until(CommissionReport.class);
        ExecutionData execution = OrderBench.first(ExecutionData.class, List.copyOf(messages));
        assertThat(execution.execution().clientId()).isEqualTo(clientId);
        executions.add(execution.execution().execId());
      }
      return executions;
    }
  }
}
