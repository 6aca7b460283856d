package dev.ibintents.http;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables.StoreKind;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.store.DocumentStore;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Initialises classes and connections on a second thread while the instance starts, so that the
 * first request does not wait for them. It changes no behaviour. On a single processor it costs as
 * much time as it saves.
 */
public final class WarmUp {
  private static final Logger logger = LoggerFactory.getLogger(WarmUp.class);

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** The classes that the functions framework's server initialises at its first request. */
  private static final List<String> SERVER_CLASSES =
      List.of(
          "org.eclipse.jetty.http.HttpParser",
          "org.eclipse.jetty.server.internal.HttpConnection",
          "org.eclipse.jetty.server.internal.HttpChannelState");

  private final Thread thread;

  private WarmUp(String name, Runnable work) {
    thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Initialises the classes of the server and of writing JSON that the first request needs. Call
   * {@link #join} before anything else uses them, so that no two threads initialise the same
   * classes.
   */
  public static WarmUp firstRequest() {
    return new WarmUp("warm-up-request", WarmUp::initialise);
  }

  private static void initialise() {
    AnswerJson.text(new Overview(TradingMode.PAPER, Intents.all()));
    for (String name : SERVER_CLASSES) {
      try {
        Class.forName(name, true, ClassLoader.getSystemClassLoader());
      } catch (ClassNotFoundException e) {
        logger.debug("The HTTP server has no class {}", name, e);
      }
    }
  }

  /**
   * Connects Firestore's client by reading the configuration, as every request does. This takes
   * longer than everything else. A failure is only logged for debugging: the request will have the
   * same failure and report it.
   */
  public static void firestore(FunctionInstance instance) {
    if (instance.variables().storeKind() == StoreKind.FIRESTORE) {
      DocumentStore store = instance.store();
      new WarmUp("warm-up-firestore", () -> read(store));
    }
  }

  private static void read(DocumentStore store) {
    try {
      store.list(Configuration.COLLECTION);
    } catch (RuntimeException e) {
      logger.debug("Firestore could not be read yet", e);
    }
  }

  /** Waits until the warm-up is done, at most 10 s: the request works without it. */
  public void join() {
    try {
      thread.join(LONGEST.toMillis());
      if (thread.isAlive()) {
        logger.warn(
            "{} is not done after {}; the start goes on without it", thread.getName(), LONGEST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
