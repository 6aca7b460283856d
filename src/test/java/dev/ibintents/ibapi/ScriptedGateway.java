package dev.ibintents.ibapi;

import dev.ibintents.bench.Stocks;
import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.CurrentTime;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.Handshake;
import dev.ibintents.ibapi.message.HistoricalData;
import dev.ibintents.ibapi.message.HistoricalDataEnd;
import dev.ibintents.ibapi.message.ManagedAccounts;
import dev.ibintents.ibapi.message.NextValidId;
import dev.ibintents.ibapi.message.OpenOrder;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.OrderState;
import dev.ibintents.ibapi.message.OrderStatus;
import dev.ibintents.ibapi.message.ReqCurrentTime;
import dev.ibintents.ibapi.message.Request;
import dev.ibintents.ibapi.message.Requests;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.Frames;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A gateway for one client that sends exactly the messages that a test tells it to send, in order.
 */
final class ScriptedGateway implements AutoCloseable {
  static final int CLIENT = 1;
  static final int FIRST_ORDER_ID = 7;
  static final Contract SPY = Stocks.contract("SPY").build();

  private final ServerSocket server;
  private final int version = TestedProtocol.handshake().maxVersion();
  private final BlockingQueue<Request> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<Socket> client = new CompletableFuture<>();
  private final Deadline deadline = Deadline.in(Duration.ofSeconds(40));
  private final ClientSession session;

  /**
   * @param greeting the messages after startApi, before managedAccounts and nextValidId
   */
  ScriptedGateway(Response... greeting) throws Exception {
    server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    CompletableFuture<Void> serving = CompletableFuture.runAsync(() -> serve(greeting));
    session = new ClientSession(TestedProtocol.connect(server.getLocalPort(), deadline), CLIENT);
    CompletableFuture.anyOf(session.start(), serving).get(20, TimeUnit.SECONDS);
  }

  private void serve(Response... greeting) {
    try (Socket socket = server.accept()) {
      Handshake.read(socket.getInputStream());
      socket.getOutputStream().write(new ServerVersion(version, "20261123 09:00:00 GMT").frame());
      InputStream in = new BufferedInputStream(socket.getInputStream());
      client.complete(socket);
      for (byte[] frame = Frames.read(in); frame != null; frame = Frames.read(in)) {
        Request request = Requests.read(FieldReader.of(frame, version)).orElseThrow();
        if (request instanceof StartApi) {
          send(greeting);
          send(new ManagedAccounts("DU1234567"), new NextValidId(FIRST_ORDER_ID));
        } else {
          received.add(request);
        }
      }
    } catch (IOException e) {
      client.completeExceptionally(e);
    }
  }

  ClientSession session() {
    return session;
  }

  /** The deadline of the client's connection. */
  Deadline deadline() {
    return deadline;
  }

  /** Sends all messages, one after the other. Newer gateways end bars with a message of its own. */
  void send(Response... messages) throws IOException {
    OutputStream out = client.join().getOutputStream();
    for (Response message : messages) {
      out.write(message.frame(version));
      if (message instanceof HistoricalData bars && version >= HistoricalDataEnd.SINCE) {
        out.write(
            new HistoricalDataEnd(bars.reqId(), bars.startDate(), bars.endDate()).frame(version));
      }
    }
    out.flush();
  }

  /** The next request of any kind. */
  Request next() throws InterruptedException {
    Request request = received.poll(20, TimeUnit.SECONDS);
    if (request == null) {
      throw new AssertionError("the client sent no further request");
    }
    return request;
  }

  /** The next request, which must be of this kind. */
  <T extends Request> T next(Class<T> kind) throws InterruptedException {
    return kind.cast(next());
  }

  boolean hasNoMore() {
    return received.isEmpty();
  }

  /**
   * Returns when the session has handled all messages sent so far: its reply about the time comes
   * after them.
   */
  void settle() throws Exception {
    CompletableFuture<?> time = session.reqCurrentTime();
    next(ReqCurrentTime.class);
    send(new CurrentTime(Instant.EPOCH));
    time.get(20, TimeUnit.SECONDS);
  }

  void disconnect() throws IOException {
    client.join().close();
  }

  static NewOrder buy(String orderRef) {
    return new NewOrder(SPY, order(orderRef).build());
  }

  private static Order.Builder order(String orderRef) {
    return Order.builder()
        .set(OrderField.ACTION, "BUY")
        .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
        .set(OrderField.ORDER_TYPE, "MKT")
        .set(OrderField.TIF, "DAY")
        .set(OrderField.ORDER_REF, orderRef);
  }

  static ErrorMessage error(int id, int code, String text) {
    return new ErrorMessage(id, code, text, "");
  }

  static OrderStatus status(int orderId, String status, String whyHeld, int filled) {
    return status(orderId, CLIENT, 1000 + orderId, status, whyHeld, filled);
  }

  static OrderStatus status(
      int orderId, int clientId, long permId, String status, String whyHeld, int filled) {
    return new OrderStatus(
        orderId,
        status,
        BigDecimal.valueOf(filled),
        BigDecimal.valueOf(10L - filled),
        BigDecimal.ZERO,
        permId,
        0,
        BigDecimal.ZERO,
        clientId,
        whyHeld,
        BigDecimal.ZERO);
  }

  static OpenOrder openOrder(int orderId, String orderRef, String status) {
    return openOrder(orderId, CLIENT, 1000 + orderId, orderRef, status);
  }

  static OpenOrder openOrder(
      int orderId, int clientId, long permId, String orderRef, String status) {
    return new OpenOrder(
        SPY,
        order(orderRef)
            .set(OrderField.ORDER_ID, orderId)
            .set(OrderField.CLIENT_ID, clientId)
            .set(OrderField.PERM_ID, permId)
            .build(),
        OrderState.builder().status(status).build());
  }

  static ExecutionData execution(int orderId, long permId, String orderRef, int cumQty) {
    return new ExecutionData(
        -1,
        SPY,
        new Execution(
            orderId,
            "0000e0d5.6560a1b2.01.0" + cumQty,
            "20261123-15:00:00",
            "DU1234567",
            "ARCA",
            "BOT",
            BigDecimal.valueOf(cumQty),
            new BigDecimal("450.5"),
            permId,
            CLIENT,
            0,
            BigDecimal.valueOf(cumQty),
            new BigDecimal("450.5"),
            orderRef,
            "",
            null,
            "",
            0,
            false,
            "",
            null));
  }

  @Override
  public void close() throws IOException {
    session.close();
    server.close();
  }
}
