package dev.ibintents.environment;

import dev.ibintents.gateway.GatewaySettings;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.SocketTransport;
import dev.ibintents.ibapi.Transport;
import dev.ibintents.secret.SecretSource;
import dev.ibintents.store.DocumentStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration, the store, the gateway and the problems of one invocation. Each invocation has
 * its own; the invocations of a function instance share the store's client.
 */
public final class Environment {
  /** The longest time for one secret of a channel. */
  private static final Duration SECRET_TIMEOUT = Duration.ofSeconds(4);

  private final Variables variables;
  private final Optional<Configuration> configuration;
  private final ConfigurationException fault;
  private final DocumentStore store;
  private final Optional<IbGateway> gateway;
  private final Clock clock;
  private final String invocation;
  private final Deadline deadline;
  private final Problems problems;
  private final FunctionInstance instance;

  /**
   * Loads the configuration, and prepares a gateway that is not connected yet.
   *
   * @param variables the function instance's variables
   * @param store the documents
   * @param clock tells the time for documents and answers
   * @param invocation the name of this invocation in documents and logs
   * @param deadline by when it must be over
   * @throws ConfigurationException if a configuration document is missing or has a wrong field
   */
  public Environment(
      Variables variables, DocumentStore store, Clock clock, String invocation, Deadline deadline) {
    this(
        new FunctionInstance(variables, store, clock, Optional.empty()),
        invocation,
        deadline,
        new Problems());
    configuration();
  }

  /**
   * An environment whose configuration may have faults. Then {@link #configuration} and {@link
   * #gateway} fail.
   *
   * @param instance the function instance that serves the invocation
   * @param problems the problems of the invocation
   */
  Environment(FunctionInstance instance, String invocation, Deadline deadline, Problems problems) {
    this.instance = instance;
    this.variables = instance.variables();
    this.store = instance.store();
    this.clock = instance.clock();
    this.invocation = invocation;
    this.deadline = deadline;
    this.problems = problems;
    Optional<Configuration> loaded = Optional.empty();
    ConfigurationException refusal = null;
    try {
      loaded = Optional.of(Configuration.load(store, variables.tradingMode()));
    } catch (ConfigurationException e) {
      refusal = e;
    }
    this.configuration = loaded;
    this.fault = refusal;
    this.gateway = loaded.map(settings -> gateway(settings, instance));
  }

  /** The same environment with another store, such as a draft of it. */
  private Environment(Environment other, DocumentStore store) {
    this.instance = other.instance;
    this.variables = other.variables;
    this.store = store;
    this.clock = other.clock;
    this.invocation = other.invocation;
    this.deadline = other.deadline;
    this.problems = other.problems;
    this.configuration = other.configuration;
    this.fault = other.fault;
    this.gateway = other.gateway;
  }

  /** The environment of a step of the same invocation that works on other documents. */
  public Environment on(DocumentStore documents) {
    return new Environment(this, documents);
  }

  private IbGateway gateway(Configuration settings, FunctionInstance instance) {
    return new IbGateway(
        new GatewaySettings(
            settings.apiHost(),
            settings.apiPort(),
            settings.clientId(),
            settings.connectTimeout(),
            settings.gatewayProtocol(),
            replacement(Transport.Dialer.class).orElse(SocketTransport::dial)),
        deadline,
        instance.gatewayProcess());
  }

  /** The part that replaces a part of the product in this instance, if there is one. */
  public <T> Optional<T> replacement(Class<T> part) {
    return instance.replacement(part);
  }

  /** The function instance's variables. */
  public Variables variables() {
    return variables;
  }

  /**
   * The configuration as it was when the invocation began.
   *
   * @throws ConfigurationException if it has faults
   */
  public Configuration configuration() {
    return configuration.orElseThrow(() -> fault);
  }

  /** The fields of the configuration, for the activity log; empty if it has faults. */
  public Map<String, Object> configurationFields() {
    return configuration.map(Configuration::documents).orElse(Map.of());
  }

  /** Whether the configuration is right, and names channels for messages. */
  public boolean hasChannels() {
    return configuration.map(settings -> !settings.channels().isEmpty()).orElse(false);
  }

  /**
   * The secrets of channels: in the cloud those of Secret Manager, at home environment variables
   * first.
   */
  public SecretSource secrets() {
    return replacement(SecretSource.class)
        .orElseGet(
            () -> SecretSource.of(variables.inCloud(), variables.projectId(), SECRET_TIMEOUT));
  }

  /** The documents. */
  public DocumentStore store() {
    return store;
  }

  /**
   * The gateway; not connected until the intent does so.
   *
   * @throws ConfigurationException if the configuration, which names it, has faults
   */
  public IbGateway gateway() {
    return gateway.orElseThrow(() -> fault);
  }

  /** Disconnects the gateway if it is connected. */
  public void disconnect() {
    gateway.ifPresent(IbGateway::close);
  }

  /** The clock for documents and answers. */
  public Clock clock() {
    return clock;
  }

  /** The name of this invocation in documents and logs. */
  public String invocation() {
    return invocation;
  }

  /** By when this invocation must be over. */
  public Deadline deadline() {
    return deadline;
  }

  /** The problems of this invocation. */
  public Problems problems() {
    return problems;
  }

  /**
   * Whether activities go to the store: always to the embedded one, and to Firestore only from a
   * deployed revision, so that a trial run at home leaves no traces in the books.
   */
  public boolean storesActivities() {
    return variables.storeKind() == Variables.StoreKind.EMBEDDED
        || !variables.revision().equals(Variables.LOCALHOST);
  }
}
