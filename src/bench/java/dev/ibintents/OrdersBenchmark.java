package dev.ibintents;

import dev.ibintents.intent.allocation.ManyOrders;
import java.util.List;

/**
 * Measures the time of a run by its number of orders. The gateway accepts 50 messages a second in
 * total.
 */
final class OrdersBenchmark {
  private static final List<Integer> ORDERS = List.of(1, 5, 10, 20, 40, 50);
  private static final int WARM_UP = 40;
  private static final int ROUNDS = 5;

  private OrdersBenchmark() {}

  static void run() throws Exception {
    measure("Orders placed by one /allocation", ManyOrders.GATEWAYS_PACE);
  }

  private static void measure(String title, int messagesPerSecond) throws Exception {
    Table.begin(
        title,
        "orders",
        "waits for the gateway in all",
        "of these to place and record",
        "from the first order's arrival to the answer, best of " + ROUNDS,
        "processor time of the request's thread in that");
    try (ServedFolder folder = new ServedFolder();
        ManyOrders orders = new ManyOrders(folder.path(), messagesPerSecond)) {
      for (int i = 0; i < WARM_UP; i++) {
        orders.allocate(orders.most());
      }
      for (int count : ORDERS) {
        ManyOrders.Run best = orders.allocate(count);
        for (int i = 1; i < ROUNDS; i++) {
          ManyOrders.Run run = orders.allocate(count);
          best = run.placingNanos() < best.placingNanos() ? run : best;
        }
        Table.row(
            count,
            best.waits(),
            best.placingWaits(),
            Table.time(best.placingNanos()),
            Table.time(best.workNanos()));
      }
    }
  }
}
