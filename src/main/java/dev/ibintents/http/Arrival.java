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
 * When and from where a request came. The functions framework tells functions neither, and cannot
 * listen on one address; its server knows both, so they are read from the server's own request.
 *
 * @param from the other end of the connection; empty if this server does not tell
 * @param begunNanos when its first byte came, by {@link System#nanoTime()}
 */
public record Arrival(Optional<InetAddress> from, long begunNanos) {
  private static final Logger logger = LoggerFactory.getLogger(Arrival.class);

  /** Where the framework keeps the request of Jetty, its server. */
  private static final String SERVERS_REQUEST = "request";

  /** Reads both from a request that has just come. */
  public static Arrival of(HttpRequest request) {
    long now = System.nanoTime();
    try {
      Field field = request.getClass().getDeclaredField(SERVERS_REQUEST);
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
      logger.debug("Another server than expected serves {}", request.getClass(), e);
      return new Arrival(Optional.empty(), now);
    }
  }
}
