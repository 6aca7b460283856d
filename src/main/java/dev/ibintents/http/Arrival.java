package dev.ibintents.http;

import com.google.cloud.functions.HttpRequest;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time and the address from which a request came. The functions framework gives functions
 * neither of them, and it cannot listen on a single address. Its server knows both, so this class
 * reads them from the server's request object.
 *
 * @param from the address of the client; empty if the server does not report it
 * @param begunNanos when the first byte of the request came, by {@link System#nanoTime()}
 */
public record Arrival(Optional<InetAddress> from, long begunNanos) {
  private static final Logger logger = LoggerFactory.getLogger(Arrival.class);

  /** The field in which the framework keeps the request of Jetty, its server. */
  private static final String JETTY_REQUEST = "request";

  /** Reads the time and the address of a request that has just come. */
  public static Arrival of(HttpRequest request) {
    long now = System.nanoTime();
    try {
      Field field = request.getClass().getDeclaredField(JETTY_REQUEST);
      field.setAccessible(true);
      Class<?> type = field.getType();
      Object served = field.get(request);
      long begun = (long) type.getMethod("getBeginNanoTime").invoke(served);
      Method connection = type.getMethod("getConnectionMetaData");
      Object address =
          connection
              .getReturnType()
              .getMethod("getRemoteSocketAddress")
              .invoke(connection.invoke(served));
      return new Arrival(
          address instanceof InetSocketAddress internet
              ? Optional.ofNullable(internet.getAddress())
              : Optional.empty(),
          now - begun < 0 ? now : begun);
    } catch (ReflectiveOperationException | InaccessibleObjectException e) {
      logger.debug("An unknown HTTP server serves {}", request.getClass(), e);
      return new Arrival(Optional.empty(), now);
    }
  }
}
