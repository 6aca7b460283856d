package dev.ibintents.simulator.control;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OrderTicket;
import dev.ibintents.ibapi.SnapshotRequest;
import dev.ibintents.ibapi.TickType;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The bot of docs/simulator.md. It buys 10 SPY once, when it sees a price beneath 600. */
final class DipBot implements AutoCloseable {
  private static final BigDecimal MARK = new BigDecimal("600");
  private static final Contract SPY = Contract.builder().conId(756733).exchange("SMART").build();

  private final ClientSession session;
  private Optional<OrderTicket> order = Optional.empty();

  DipBot(int port) throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10));
    session = new ClientSession(TestedProtocol.connect(port, deadline), 7);
    session.start().get(10, TimeUnit.SECONDS);
  }

  /** Looks at the price, and buys if it has reason to. */
  void look() throws Exception {
    BigDecimal last =
        session
            .reqMktData(List.of(SnapshotRequest.all(SPY, TickType.LAST)))
            .get(0)
            .get(10, TimeUnit.SECONDS)
            .value(TickType.LAST)
            .orElseThrow();
    boolean buys = last.compareTo(MARK) < 0 && order.isEmpty();
    if (buys && session.connectivityLost().isEmpty()) {
      Order buy =
          Order.builder()
              .set(OrderField.ACTION, "BUY")
              .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
              .set(OrderField.ORDER_TYPE, "LMT")
              .set(OrderField.LMT_PRICE, MARK)
              .set(OrderField.TIF, "DAY")
              .set(OrderField.ORDER_REF, "dip:1")
              .build();
      order =
          Optional.of(
              session
                  .placeOrders(List.of(new NewOrder(SPY, buy)), firstOrderId -> {}, () -> {})
                  .get(0));
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
