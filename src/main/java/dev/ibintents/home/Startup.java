package dev.ibintents.home;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Logs;
import dev.ibintents.environment.Variables;
import dev.ibintents.http.WarmUp;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.StoreException;
import dev.ibintents.strategy.Strategies;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a function instance, or logs in one line why it cannot start.
 *
 * <p>When the process is told to end (SIGTERM), the JVM runs its shutdown hooks and then halts. The
 * functions framework has no hook, so its server runs until the hook of this class has ended. So
 * invocations that are under way end in order, and answer.
 */
public final class Startup {
  private static final Logger logger = LoggerFactory.getLogger(Startup.class);

  private Startup() {}

  /**
   * Starts an instance. It ends the process with exit code 1 if a variable, the data folder, a
   * configuration document, a kind of strategy or the simulated gateway's port cannot be used.
   *
   * @param environment the process's environment variables
   */
  public static FunctionInstance orExit(Map<String, String> environment) {
    WarmUp firstRequest = WarmUp.firstRequest();
    Logs.configure(environment.containsKey("K_SERVICE"));
    try {
      return start(environment);
    } catch (ConfigurationException | StoreException e) {
      logger.error("ib-intents cannot start: {}", e.getMessage());
      System.exit(1);
      throw e; // not reached
    } finally {
      firstRequest.join();
    }
  }

  private static FunctionInstance start(Map<String, String> environment) {
    Variables variables = Variables.from(environment);
    Strategies.all(); // refuses two kinds of the same name
    DocumentStore store = FunctionInstance.openStore(variables);
    FunctionInstance instance =
        new FunctionInstance(
            variables,
            store,
            LocalRun.clock(environment, variables),
            FunctionInstance.gatewayProcess(environment, variables));
    Runtime.getRuntime()
        .addShutdownHook(new Thread(instance.invocations()::endAll, "ending-invocations"));
    WarmUp.firestore(instance);
    if (LocalRun.isAskedFor(variables)) {
      LocalRun.start(instance);
    }
    return instance;
  }
}
