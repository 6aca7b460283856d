package dev.ibintents.environment;

import dev.ibintents.gateway.ibc.GatewayProcess;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreDocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** One instance of the function. Its invocations share the variables, the store and the clock. */
public final class FunctionInstance implements AutoCloseable {
  /** An emulator takes any project. A name that begins with demo- is never a real project. */
  private static final String EMULATOR_PROJECT = "demo-ib-intents";

  private final Variables variables;
  private final DocumentStore store;
  private final Clock clock;
  private final Optional<GatewayProcess> gatewayProcess;
  private final Invocations invocations = new Invocations();
  private final Map<Class<?>, Object> replacements = new ConcurrentHashMap<>();

  /**
   * @param variables the instance's variables
   * @param store the documents, which the instance closes when it is closed
   * @param clock tells the time for documents and answers
   * @param gatewayProcess how to start a gateway on this host, if one is to be started
   */
  public FunctionInstance(
      Variables variables,
      DocumentStore store,
      Clock clock,
      Optional<GatewayProcess> gatewayProcess) {
    this.variables = variables;
    this.store = store;
    this.clock = clock;
    this.gatewayProcess = gatewayProcess;
  }

  /**
   * The way to start a gateway on this host, if the variables ask for it.
   *
   * @param environment names and values, as in {@link System#getenv()}
   * @param variables the variables that are read already
   * @throws ConfigurationException if some of the variables for it are missing
   */
  public static Optional<GatewayProcess> gatewayProcess(
      Map<String, String> environment, Variables variables) {
    return IbcVariables.gatewayProcess(environment, variables);
  }

  /**
   * Opens the store that the variables name.
   *
   * @throws ConfigurationException if it is Firestore, and its client is not on the class path
   */
  public static DocumentStore openStore(Variables variables) {
    return switch (variables.storeKind()) {
      case EMBEDDED -> new SqliteDocumentStore(variables.dataFolder());
      case FIRESTORE -> {
        GoogleClient.FIRESTORE.require();
        yield new FirestoreDocumentStore(variables.projectId().orElse(EMULATOR_PROJECT));
      }
    };
  }

  /**
   * The environment of one invocation. Its configuration may have faults; see {@link
   * Environment#configuration}.
   *
   * @param invocation its name in documents and logs
   * @param deadline by when it must be over
   * @param problems the problems of the invocation
   */
  public Environment newEnvironment(String invocation, Deadline deadline, Problems problems) {
    return new Environment(this, invocation, deadline, problems);
  }

  /**
   * Replaces a part of the product in this instance, such as the way to reach a gateway. Call it
   * before the first invocation.
   *
   * @param part the type by which {@link Environment#replacement} finds it
   */
  public <T> void replace(Class<T> part, T replacement) {
    replacements.put(part, replacement);
  }

  <T> Optional<T> replacement(Class<T> part) {
    return Optional.ofNullable(part.cast(replacements.get(part)));
  }

  /** The way to start a gateway on this host, if one is to be started. */
  Optional<GatewayProcess> gatewayProcess() {
    return gatewayProcess;
  }

  /** The invocations that are under way. */
  public Invocations invocations() {
    return invocations;
  }

  /** The instance's variables. */
  public Variables variables() {
    return variables;
  }

  /** The documents. */
  public DocumentStore store() {
    return store;
  }

  /** Tells the time for documents and answers. */
  public Clock clock() {
    return clock;
  }

  /** Closes the store. */
  @Override
  public void close() {
    store.close();
  }
}
