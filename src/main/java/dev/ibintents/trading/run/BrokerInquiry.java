package dev.ibintents.trading.run;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.ConnectivityLostException;
import dev.ibintents.ibapi.NewOrder;
import dev.ibintents.ibapi.OrdersByRef;
import dev.ibintents.ibapi.SeenOrder;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.OrderIdCount;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker which orders it has seen, and whether it answers at all. The order ids that prove
 * something are those from before the first order of this invocation, so it keeps them.
 */
final class BrokerInquiry {
  private static final Logger logger = LoggerFactory.getLogger(BrokerInquiry.class);

  /** The longest wait for the broker's answer to a what-if order. It usually takes about 0.3 s. */
  private static final Duration WHAT_IF_TIMEOUT = Duration.ofSeconds(5);

  private final Environment environment;
  private final Books books;
  private Optional<OrderIdCount> count = Optional.empty();
  private Optional<Instant> emptiedAt = Optional.empty();
  private boolean hasSent;

  /**
   * Creates the inquiry of an invocation.
   *
   * @param environment the environment of the invocation, with a connected gateway
   * @param books the books, with the order ids that the broker has confirmed
   */
  BrokerInquiry(Environment environment, Books books) {
    this.environment = environment;
    this.books = books;
  }

  /** Records that this invocation sends orders now: later order ids include them. */
  void ordersLeave() {
    hasSent = true;
  }

  /**
   * Whether the broker answers a what-if order. Only the broker can answer it, so the answer proves
   * that the gateway is connected to it. A gateway passes on kept orders in their sequence. So all
   * earlier orders have arrived before this answer.
   */
  boolean answersWhatIf(Leg leg) {
    NewOrder order = new NewOrder(leg.contract(), leg.atMarket(leg.quantity()).build());
    IbGateway gateway = environment.gateway();
    CompletableFuture<OrderState> cost;
    ordersLeave();
    try {
      cost = gateway.session().whatIf(order).answer();
      gateway.awaitEach(WHAT_IF_TIMEOUT, List.of(cost));
    } catch (ConnectivityLostException e) {
      logger.warn("It is not known yet whether {} has arrived: {}", leg, e.getMessage());
      return false;
    }
    boolean answered = IbGateway.hasCome(cost);
    if (!answered) {
      logger.warn("The broker has not said what {} would cost, so it may be out of reach", leg);
      cost.cancel(false);
    }
    return answered;
  }

  /**
   * Requests the orders that the broker has seen. The request fails if the gateway has lost the
   * broker meanwhile, because a missing order would prove nothing then.
   *
   * @param isLinkProven whether {@link #answersWhatIf} has returned true before
   */
  BrokerRecord record(boolean isLinkProven) {
    IbGateway gateway = environment.gateway();
    Instant askedAt = environment.clock().instant();
    // The order id is requested first, so that an order that arrives meanwhile is in the lists.
    CompletableFuture<Integer> nextValidId = gateway.session().reqIds();
    CompletableFuture<OrdersByRef> orders = gateway.session().reqOrdersByRef();
    gateway.await(nextValidId, orders);
    count(new OrderIdCount(gateway.session().clientId(), nextValidId.join(), askedAt));
    BrokerRecord.Builder record = new BrokerRecord.Builder();
    for (SeenOrder order : orders.join().orders().values()) {
      order.trades().forEach(trade -> record.open(trade.openOrder()));
      order.unlisted().forEach(trade -> record.open(trade.openOrder()));
      order.completed().forEach(record::completed);
      order.fills().forEach(fill -> record.execution(fill.execution()));
    }
    return record.build(
        askedAt, environment.clock().instant(), emptiedAt, count.orElseThrow(), isLinkProven);
  }

  /**
   * Keeps the last count from before the first order of this invocation. Later counts include this
   * invocation's own orders.
   */
  private void count(OrderIdCount now) {
    if (!hasSent) {
      count = Optional.of(now);
      if (environment.gateway().startedHere() || now.nextValidId() <= highestConfirmedOrderId()) {
        emptiedAt = emptiedAt.or(() -> Optional.of(now.askedAt()));
      }
    }
  }

  /**
   * Returns the highest order id of this client that the broker has confirmed. The gateway's next
   * order id is above it, unless the gateway has been restarted. An order of an unknown client may
   * be this client's.
   */
  private int highestConfirmedOrderId() {
    int clientId = environment.gateway().session().clientId();
    return books.openOrders().stream()
        .filter(order -> order.permId() != 0)
        .filter(order -> order.clientId().orElse(clientId) == clientId)
        .mapToInt(Books.OpenOrderEntry::orderId)
        .max()
        .orElse(0);
  }
}
