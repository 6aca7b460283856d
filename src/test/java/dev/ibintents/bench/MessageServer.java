package dev.ibintents.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A service that takes messages by HTTP, on a real socket, and answers as a test wants. */
public final class MessageServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Reply reply = Reply.OK;
  private volatile Runnable arrival = () -> {};

  /**
   * How the service answers.
   *
   * @param status the status
   * @param headers further headers
   * @param after how long it takes; a request that waits longer than the test never gets an answer
   */
  public record Reply(int status, Map<String, String> headers, Duration after) {
    public static final Reply OK = of(200);

    public static final Reply NEVER = new Reply(200, Map.of(), Duration.ofHours(1));

    public static Reply of(int status) {
      return new Reply(status, Map.of(), Duration.ZERO);
    }

    public static Reply of(int status, String header, String value) {
      return new Reply(status, Map.of(header, value), Duration.ZERO);
    }

    public static Reply slow(Duration after) {
      return new Reply(200, Map.of(), after);
    }
  }

  /**
   * A request.
   *
   * @param path its path
   * @param headers its headers
   * @param body its body
   */
  public record Received(String path, Map<String, List<String>> headers, JsonObject body) {
    public String header(String name) {
      return headers.getOrDefault(name, List.of("")).get(0);
    }

    /** The texts of a webhook's events. */
    public List<String> texts() {
      return body.getAsJsonArray("events").asList().stream()
          .map(JsonElement::getAsJsonObject)
          .map(event -> event.get("text").getAsString())
          .toList();
    }
  }

  public MessageServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private void answer(HttpExchange exchange) throws IOException {
    arrival.run();
    Reply now = reply;
    String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    received.add(
        new Received(
            exchange.getRequestURI().getPath(),
            Map.copyOf(exchange.getRequestHeaders()),
            body.isEmpty() ? new JsonObject() : JsonParser.parseString(body).getAsJsonObject()));
    try {
      closing.await(now.after().toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    now.headers().forEach(exchange.getResponseHeaders()::add);
    exchange.sendResponseHeaders(now.status(), -1);
    exchange.close();
  }

  /** How it answers from now on. */
  public void replies(Reply next) {
    reply = next;
  }

  /** Does something when a request arrives, before it is answered. */
  public void onArrival(Runnable action) {
    arrival = action;
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** All requests, the first one first. */
  public List<Received> received() {
    return List.copyOf(received);
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
