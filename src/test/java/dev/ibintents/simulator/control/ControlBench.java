package dev.ibintents.simulator.control;

import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.TestClient;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/** A controlled gateway on two real ports, with an HTTP client. */
final class ControlBench implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  static final Contract SPY = Contract.builder().conId(756733).exchange("SMART").build();

  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ControlledGateway gateway;
  private final ControlServer server;

  ControlBench() throws IOException {
    gateway =
        new ControlledGateway(
            () -> MarketClock.startingAt(NOW, 0),
            (clock, anew) -> new GatewayOptions().clock(clock));
    server = new ControlServer(gateway, "127.0.0.1", 0, Set.of("bot-tests"));
  }

  ControlledGateway gateway() {
    return gateway;
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + server.port());
  }

  /** Connects and starts a client of the TWS API. */
  TestClient client(int number) throws IOException {
    return TestClient.started(gateway.gateway(), number);
  }

  HttpResponse<String> send(String method, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(root().resolve(path)).timeout(Duration.ofSeconds(20));
    return CLIENT.send(
        request.method(method, BodyPublishers.ofString(doubleQuoted(body))).build(),
        BodyHandlers.ofString());
  }

  /** Makes a call that succeeds, and returns its answer. */
  JsonObject post(String path, String body) throws Exception {
    return ok(send("POST", path, body));
  }

  JsonObject get(String path) throws Exception {
    return ok(send("GET", path, ""));
  }

  private static JsonObject ok(HttpResponse<String> answer) {
    assertWithMessage(answer.body()).that(answer.statusCode()).isEqualTo(200);
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  /** Makes a call that is refused, and returns the reason. */
  String refused(int status, String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", path, body);
    assertWithMessage(answer.body()).that(answer.statusCode()).isEqualTo(status);
    return JsonParser.parseString(answer.body()).getAsJsonObject().get("error").getAsString();
  }

  static PlaceOrder buy(int orderId, String orderRef, String limit) {
    return new PlaceOrder(orderId, SPY, buy(orderRef, limit));
  }

  /** An order to buy ten shares today. */
  static Order buy(String orderRef, String limit) {
    return Order.builder()
        .set(OrderField.ACTION, "BUY")
        .set(OrderField.TOTAL_QUANTITY, BigDecimal.TEN)
        .set(OrderField.ORDER_TYPE, "LMT")
        .set(OrderField.LMT_PRICE, new BigDecimal(limit))
        .set(OrderField.TIF, "DAY")
        .set(OrderField.ORDER_REF, orderRef)
        .build();
  }

  @Override
  public void close() {
    server.close();
    gateway.close();
  }
}
