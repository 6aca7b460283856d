package dev.ibintents.simulator.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ibintents.simulator.control.RefusedCallException.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control API of a simulated gateway over HTTP, for tests in any language. {@code GET /} lists
 * the calls. It takes JSON and answers JSON. A call is answered after its effect has happened.
 *
 * <p>The server has no password. It refuses web pages, and it should listen at a loopback address
 * or in the network of a test only.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final String NO_DELAY = "sun.net.httpserver.nodelay";
  private static final int LONGEST_BODY = 64 * 1024;
  private static final int MOST_THREADS = 64;
  private static final int OK = 200;
  private static final int FAILED = 500;
  private static final int NO_BODY = -1;

  /** A refusal. The calls are listed if the path is unknown. */
  private record Refused(String error) {}

  private record Unknown(String error, List<String> calls) {}

  private final HttpServer server;
  private final ControlCalls calls;
  private final ControlCaller caller;
  private final ExecutorService threads;

  /**
   * Listens for calls.
   *
   * @param host the address to listen at
   * @param port the port; 0 for any free port
   * @param names the names by which calls may call this machine, in lower case, besides localhost
   * @throws IOException if it cannot listen there; the message names the address
   */
  public ControlServer(ControlledGateway gateway, String host, int port, Set<String> names)
      throws IOException {
    if (System.getProperty(NO_DELAY) == null) {
      System.setProperty(NO_DELAY, "true"); // else an answer may wait 40 ms for the client's system
    }
    calls = new ControlCalls(gateway);
    InetAddress address = InetAddress.getByName(host);
    caller = new ControlCaller(address.isLoopbackAddress(), names);
    server = listen(new InetSocketAddress(address, port), host);
    AtomicInteger number = new AtomicInteger();
    threads =
        new ThreadPoolExecutor(
            0,
            MOST_THREADS,
            1,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> {
              String name = "simulated-gateway-control-" + number.incrementAndGet();
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  private static HttpServer listen(InetSocketAddress address, String host) throws IOException {
    try {
      return HttpServer.create(address, MOST_THREADS);
    } catch (IOException e) {
      throw new IOException(
          "cannot listen for control on %s:%d: %s"
              .formatted(host, address.getPort(), e.getMessage()),
          e);
    }
  }

  /** The port at which it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** Ends all calls, and stops listening. The gateway stays open. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      int status = OK;
      Object answer;
      try {
        caller.require(exchange.getRequestHeaders());
        answer = run(exchange);
      } catch (RefusedCallException e) {
        status = e.status().code();
        answer = refused(e);
      } catch (IllegalArgumentException e) {
        status = Status.BAD_REQUEST.code();
        answer = new Refused(e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      } catch (IOException | RuntimeException e) {
        LOG.error("a control call failed", e);
        status = FAILED;
        answer = new Refused(String.valueOf(e.getMessage()));
      }
      send(exchange, status, ControlJson.text(answer));
    }
  }

  private Object refused(RefusedCallException refusal) {
    return refusal.status() == Status.NOT_FOUND
        ? new Unknown(refusal.getMessage(), calls.all().stream().map(ControlCall::name).toList())
        : new Refused(refusal.getMessage());
  }

  private Object run(HttpExchange exchange) throws IOException, InterruptedException {
    String path = exchange.getRequestURI().getPath();
    String method = exchange.getRequestMethod();
    List<ControlCall> atPath =
        calls.all().stream().filter(call -> call.path().equals(path)).toList();
    if (atPath.isEmpty()) {
      throw new RefusedCallException(Status.NOT_FOUND, "there is no call " + method + " " + path);
    }
    ControlCall call = atPath.get(0);
    if (!call.method().equals(method)) {
      exchange.getResponseHeaders().set("Allow", call.method());
      throw new RefusedCallException(
          Status.METHOD_NOT_ALLOWED, path + " takes " + call.method() + ", not " + method);
    }
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, Object> given =
        method.equals("GET") ? query(query == null ? "" : query) : body(exchange, query);
    return call.action().run(new CallArguments(given, call.fields()));
  }

  private static Map<String, Object> body(HttpExchange exchange, String query) throws IOException {
    if (query != null) {
      throw RefusedCallException.wrong("the fields of POST stand in its body, not in the query");
    }
    byte[] bytes = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
    if (bytes.length > LONGEST_BODY) {
      throw new RefusedCallException(
          Status.PAYLOAD_TOO_LARGE, "a body has at most " + LONGEST_BODY + " bytes");
    }
    return ControlJson.fields(new String(bytes, UTF_8));
  }

  private static Map<String, Object> query(String query) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (String field : query.isEmpty() ? new String[0] : query.split("&")) {
      String[] parts = field.split("=", 2);
      if (parts.length < 2) {
        throw RefusedCallException.wrong("the query has no value for " + field);
      }
      if (fields.put(decoded(parts[0]), decoded(parts[1])) != null) {
        throw RefusedCallException.wrong("the field " + decoded(parts[0]) + " is given twice");
      }
    }
    return fields;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static void send(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = (text + "\n").getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, NO_BODY);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
