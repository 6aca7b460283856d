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
 * Does beside an instance's start what would keep its first request waiting right afterwards. It
 * changes nothing, nothing depends on it, and on a single processor it costs what it saves.
 */
public final class WarmUp {
  private static final Logger logger = LoggerFactory.getLogger(WarmUp.class);

  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** What the functions framework's server initialises at its first request. */
  private static final List<String> SERVER =
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
   * Initialises what the first request needs of the server, and of writing JSON. {@link #join} must
   * be called before anything else uses these, so that no two threads initialise the same classes.
   */
  public static WarmUp firstRequest() {
    return new WarmUp("warm-up-request", WarmUp::initialise);
  }

  private static void initialise() {
    AnswerJson.text(new Overview(TradingMode.PAPER, Intents.all()));
    for (String name : SERVER) {
      try {
        Class.forName(name, true, ClassLoader.getSystemClassLoader());
      } catch (ClassNotFoundException e) {
        logger.debug("Another server than expected, without {}", name, e);
      }
    }
  }

  /**
   * Connects Firestore's client, which takes longer than all the rest, by reading what every
   * request reads. Failures are left to the request that has them as well.
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

  /** Waits until it is done; not for ever, as the request can do without. */
  public void join() {
    try {
      thread.join(LONGEST.toMillis());
      if (thread.isAlive()) {
        logger.warn("{} is not done after {}; starting without", thread.getName(), LONGEST);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
