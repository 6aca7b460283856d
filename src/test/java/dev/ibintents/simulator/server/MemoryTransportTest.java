package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.ClientIdInUseException;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Connection;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.PaceClock;
import dev.ibintents.ibapi.SocketTransport;
import dev.ibintents.ibapi.Transport;
import dev.ibintents.ibapi.message.CancelOrder;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.ReqAccountUpdates;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqCompletedOrders;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.wire.Frames;
import dev.ibintents.simulator.account.PaperClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A session in memory is the same as a session by TCP, byte by byte. */
final class MemoryTransportTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final int VERSION = Handshake.MAX_TEXT_VERSION;
  private static final byte[] CURRENT_TIME = {'4', '9', 0};

  @Property(tries = 25)
  void sameSessionHasTheSameBytesByTcpAndInMemory(@ForAll long seed) throws IOException {
    List<Request> requests = requests(new Random(seed));
    byte[] byTcp;
    try (SimulatedGateway gateway = new SimulatedGateway(options());
        Transport transport =
            SocketTransport.dial("127.0.0.1", gateway.port(), Deadline.in(Duration.ofSeconds(5)))) {
      transport.readTimeout(10_000);
      byTcp = session(transport, requests);
    }
    byte[] inMemory;
    try (SimulatedGateway gateway = SimulatedGateway.inMemory(options());
        Transport transport = gateway.dial(PaceClock.REAL)) {
      inMemory = session(transport, requests);
    }

    assertWithMessage("%s", requests).that(inMemory).isEqualTo(byTcp);
    assertThat(byTcp.length).isGreaterThan(500);
  }

  private static GatewayOptions options() {
    return new GatewayOptions()
        .clock(new PaperClock(NOW))
        .ticking(false)
        .messagesPerSecond(Integer.MAX_VALUE);
  }

  /** Sends each request, and a question for the time after it, and keeps what comes. */
  private static byte[] session(Transport transport, List<Request> requests) throws IOException {
    ByteArrayOutputStream received = new ByteArrayOutputStream();
    transport.output().write(Handshake.text().bytes());
    transport.output().flush();
    received.writeBytes(Frames.read(transport.input()));
    List<Request> all = new ArrayList<>(List.of(new StartApi(7, "")));
    all.addAll(requests);
    for (Request request : all) {
      transport.output().write(request.frame(VERSION));
      transport.output().write(new ReqCurrentTime().frame(VERSION));
      transport.output().flush();
      byte[] frame;
      do {
        frame = Frames.read(transport.input());
        received.write(frame.length);
        received.writeBytes(frame);
      } while (!isCurrentTime(frame));
    }
    return received.toByteArray();
  }

  private static boolean isCurrentTime(byte[] frame) {
    return frame.length > 2
        && frame[0] == CURRENT_TIME[0]
        && frame[1] == CURRENT_TIME[1]
        && frame[2] == CURRENT_TIME[2];
  }

  private static List<Request> requests(Random random) {
    List<Request> requests = new ArrayList<>();
    for (int id = 1; id <= 12; id++) {
      requests.add(request(random, id));
    }
    return requests;
  }

  private static Request request(Random random, int id) {
    Contract contract =
        Contract.builder()
            .symbol(List.of("SPY", "QQQ", "NONE").get(random.nextInt(3)))
            .secType("STK")
            .exchange("SMART")
            .currency("USD")
            .build();
    return switch (random.nextInt(10)) {
      case 0 -> new ReqContractDetails(id, contract);
      case 1 -> new ReqMktData(id, contract, "", true, false, "");
      case 2 ->
          new ReqHistoricalData(id, contract, "", "5 D", "1 day", "TRADES", true, 2, false, "");
      case 3 -> new ReqExecutions(id, ExecutionFilter.ALL);
      case 4 -> new ReqAccountUpdates(true, GatewayOptions.ACCOUNT);
      case 5 -> new ReqPositions();
      case 6 -> new ReqAllOpenOrders();
      case 7 -> new ReqCompletedOrders(false);
      case 8 -> new CancelOrder(1 + random.nextInt(id));
      default -> new PlaceOrder(id, contract, order(random));
    };
  }

  private static Order order(Random random) {
    boolean limited = random.nextBoolean();
    Order.Builder order =
        Order.builder()
            .set(OrderField.ACTION, random.nextBoolean() ? "BUY" : "SELL")
            .set(OrderField.TOTAL_QUANTITY, BigDecimal.valueOf(1 + random.nextInt(500)))
            .set(OrderField.ORDER_TYPE, limited ? "LMT" : "MKT")
            .set(OrderField.TIF, "DAY");
    if (limited) {
      order.set(OrderField.LMT_PRICE, BigDecimal.valueOf(100 + random.nextInt(900)));
    }
    return order.build();
  }

  @Test
  void clientIdInUseIsRefusedInMemory() throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(5));
    try (SimulatedGateway gateway = SimulatedGateway.inMemory(options());
        ClientSession first = session(gateway, deadline);
        ClientSession second = session(gateway, deadline)) {
      first.start().get(5, TimeUnit.SECONDS);

      ExecutionException failure =
          Assertions.assertThrows(
              ExecutionException.class, () -> second.start().get(5, TimeUnit.SECONDS));

      assertThat(failure).hasCauseThat().isInstanceOf(ClientIdInUseException.class);
    }
  }

  @Test
  @SuppressWarnings("try") // the session is closed twice on purpose
  void requestIsAnsweredWhenItsSendingReturns() throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(5));
    try (SimulatedGateway gateway = SimulatedGateway.inMemory(options());
        ClientSession session = session(gateway, deadline)) {
      assertThat(session.start().isDone()).isTrue();
      assertThat(session.reqCurrentTime().getNow(null)).isEqualTo(NOW);

      session.close();

      assertThat(gateway.sessions()).isEqualTo(0);
    }
  }

  @Test
  void passedDeadlineKeepsMessagesBackInMemoryToo() throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(5));
    try (SimulatedGateway gateway = SimulatedGateway.inMemory(options());
        ClientSession session = session(gateway, deadline)) {
      session.start();
      deadline.cutShort(Duration.ZERO);

      assertThat(session.reqCurrentTime().isCompletedExceptionally()).isTrue();
    }
  }

  private static ClientSession session(SimulatedGateway gateway, Deadline deadline)
      throws IOException {
    return new ClientSession(
        Connection.open(
            gateway.dial(PaceClock.REAL), TestedProtocol.handshake(), deadline, deadline),
        3);
  }
}
