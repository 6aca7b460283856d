package dev.ibintents.bench;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.cloud.functions.invoker.runner.Invoker;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.TestedFunction;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.home.LocalRun;
import dev.ibintents.intent.Intents;
import dev.ibintents.secret.SecretSource;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyKind;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * For all tests that ask by HTTP: the whole product as its users see it, the function behind the
 * real functions framework, with a simulated gateway on a real socket and a store on disk.
 */
public final class FrontDoor implements AutoCloseable {
  private final SimulatedGateway gateway;
  private final DocumentStore store;
  private final FunctionInstance instance;
  private final Invoker invoker;
  private final URI root;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(20)).build();

  /** The changes of a test to the usual set-up. */
  public static final class Builder {
    private final Map<String, String> variables = new HashMap<>();
    private final GatewayOptions gatewayOptions = new GatewayOptions().prices(SharedPrices.of(1));
    private Intents intents = Intents.all();
    private UnaryOperator<DocumentStore> wrapper = UnaryOperator.identity();
    private DocumentStore store;
    private Clock clock = Clock.systemUTC();
    private String protocol = TestedProtocol.id();
    private SecretSource secrets;
    private Strategies strategies = Strategies.all();

    private Builder(Path folder) {
      variables.put("DATA_FOLDER", folder.toString());
      variables.put("STORE", "embedded");
      variables.put("TIMEOUT_SECONDS", "30");
    }

    /** Sets a variable; one that sets the mode has the gateway log in to an account of it. */
    public Builder variable(String name, String value) {
      variables.put(name, value);
      if (name.equals("TRADING_MODE")) {
        gatewayOptions.account(LocalRun.account(Variables.from(variables).tradingMode()));
      }
      return this;
    }

    /** Sets the dialect that the product speaks with the gateway. */
    public Builder protocol(String id) {
      protocol = id;
      return this;
    }

    public Builder gateway(UnaryOperator<GatewayOptions> change) {
      change.apply(gatewayOptions);
      return this;
    }

    public Builder intents(Intents table) {
      intents = table;
      return this;
    }

    /** Lets a test see or spoil what the product does with its store. */
    public Builder wrapStore(UnaryOperator<DocumentStore> wrap) {
      wrapper = wrap;
      return this;
    }

    /** Uses this store instead of one in the folder; it is closed with the front door. */
    public Builder store(DocumentStore other) {
      store = other;
      return this;
    }

    /** The time of the function and of the gateway; the machine's unless set. */
    public Builder clock(Clock time) {
      clock = time;
      gatewayOptions.clock(time);
      return this;
    }

    /** The secrets of channels; those of environment variables unless set. */
    public Builder secrets(SecretSource source) {
      secrets = source;
      return this;
    }

    /** Adds a kind of strategy of a test. */
    public Builder kind(String name, Supplier<Strategy> strategy) {
      strategies =
          strategies.with(new Strategies.Kind(name, StrategyKind.Use.ANY_ACCOUNT, strategy));
      return this;
    }

    public FrontDoor open() throws Exception {
      return new FrontDoor(this);
    }
  }

  /** A front door whose store is in this folder. */
  public static Builder in(Path folder) {
    return new Builder(folder);
  }

  private FrontDoor(Builder builder) throws Exception {
    Variables variables = Variables.from(builder.variables);
    gateway = new SimulatedGateway(builder.gatewayOptions);
    store = builder.store == null ? new SqliteDocumentStore(variables.dataFolder()) : builder.store;
    store.set(
        "config/common",
        Map.of("connectTimeoutSeconds", 10, "gateway", Map.of("protocol", builder.protocol)));
    store.set("config/paper", Map.of("apiPort", gateway.port()));
    instance =
        new FunctionInstance(
            variables, builder.wrapper.apply(store), builder.clock, Optional.empty());
    if (builder.secrets != null) {
      instance.replace(SecretSource.class, builder.secrets);
    }
    instance.replace(Strategies.class, builder.strategies);
    ServedFunction.serve(TestedFunction.with(instance, builder.intents));
    int port = FreePort.take();
    invoker =
        new Invoker(
            port,
            ServedFunction.class.getName(),
            "http",
            Thread.currentThread().getContextClassLoader());
    invoker.startTestServer();
    root = URI.create("http://127.0.0.1:" + port);
  }

  public SimulatedGateway gateway() {
    return gateway;
  }

  public DocumentStore store() {
    return store;
  }

  /** Gives strategies these fractions of the account. */
  public void expose(Map<String, String> strategies) {
    store.update("config/common", Weights.exposure("1", strategies));
  }

  /** Sets the limits of orders, and no others. */
  public void limits(Map<String, Object> limits) {
    store.update("config/common", Map.of("limits", limits));
  }

  /** Lets a strategy want these weights. */
  public void strategy(String id, Map<String, String> weights) {
    store.set("strategies/" + id, Weights.document(weights));
  }

  /** Parks what the account holds and strategies do not, so that books and portfolio agree. */
  public void parkHoldings() {
    bookHoldings(Parked.OWNER);
  }

  /** Books for somebody what the account holds and others do not. */
  public void bookHoldings(String owner) {
    bookHoldings(store, gateway, instance.variables().tradingMode(), owner);
  }

  /** Parks in the books of paper trading what the gateway's account holds. */
  public static void parkHoldings(DocumentStore store, SimulatedGateway gateway) {
    bookHoldings(store, gateway, TradingMode.PAPER, Parked.OWNER);
  }

  private static void bookHoldings(
      DocumentStore store, SimulatedGateway gateway, TradingMode mode, String owner) {
    Map<String, BigDecimal> rest = new TreeMap<>();
    gateway
        .account()
        .positions()
        .forEach((instrument, held) -> rest.put(Integer.toString(instrument.conId()), held));
    new Books(store, mode, Clock.systemUTC())
        .holdings()
        .forEach(
            (other, held) -> {
              if (!other.equals(owner)) {
                held.forEach(
                    (conId, quantity) ->
                        rest.merge(conId.toString(), quantity.negate(), BigDecimal::add));
              }
            });
    rest.values().removeIf(quantity -> quantity.signum() == 0);
    store.set("positions/" + mode + "/holdings/" + owner, rest);
  }

  public HttpResponse<String> get(String path) throws Exception {
    return send(request(path).GET());
  }

  public HttpResponse<String> post(String path, String body) throws Exception {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Asks for a run of this name. */
  public HttpResponse<String> postWithKey(String path, String key, String body) throws Exception {
    return send(
        request(path)
            .header(RunHeaders.IDEMPOTENCY_KEY, key)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  /** Asks in another thread. */
  public CompletableFuture<HttpResponse<String>> postLater(String path, String key, String body) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return postWithKey(path, key, body);
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
  }

  /** The orders that have reached the account, but for those that only ask what they would cost. */
  public List<ReceivedOrder> ordersReceived() {
    return gateway.account().received().stream()
        .filter(order -> order.outcome() != ReceivedOrder.Outcome.WHAT_IF)
        .toList();
  }

  /** Where it serves. */
  public URI root() {
    return root;
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(60));
  }

  /**
   * Sends a request on a connection of its own: one that the server hangs up on without having read
   * the whole request must not serve another request by chance.
   */
  public HttpResponse<String> sendAlone(HttpRequest.Builder request) throws Exception {
    return send(HttpClient.newHttpClient(), request);
  }

  /** Sends a request, and checks what every answer has in common. */
  public HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return send(client, request);
  }

  private static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request)
      throws Exception {
    HttpResponse<String> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/json");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(response.body()).endsWith("}\n");
    assertThat(response.body().trim()).doesNotContain("\n");
    Instant.parse(json(response).get("utcTimestamp").getAsString());
    return response;
  }

  /** Asks for what is not JSON, and checks nothing. */
  public HttpResponse<String> getPlain(String path) throws Exception {
    return sendPlain(request(path).GET());
  }

  /** Sends a request whose answer is not JSON, and checks nothing. */
  public HttpResponse<String> sendPlain(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  /** The answer's JSON object; it must have this status. */
  public static JsonObject answered(int status, HttpResponse<String> response) {
    assertWithMessage(response.body()).that(response.statusCode()).isEqualTo(status);
    return json(response);
  }

  /** The answer's JSON object. */
  public static JsonObject json(HttpResponse<String> response) {
    return JsonParser.parseString(response.body()).getAsJsonObject();
  }

  /** The answer's error. */
  public static String error(HttpResponse<String> response) {
    return json(response).get("error").getAsString();
  }

  @Override
  public void close() {
    try {
      invoker.stopServer();
    } catch (Exception e) {
      throw new IllegalStateException("the server did not stop", e);
    } finally {
      instance.close();
      gateway.close();
    }
  }
}
