package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The table of the handlers, one for each kind of request. */
final class RequestHandlers {
  private final Map<Class<? extends Request>, BiConsumer<Client, Request>> handlers =
      new HashMap<>();
  private final BrokerLinks links;

  /**
   * Makes an empty table.
   *
   * @param links intercepts requests that need a lost link
   */
  RequestHandlers(BrokerLinks links) {
    this.links = links;
  }

  /** Sets the handler of a kind of request. */
  <R extends Request> RequestHandlers on(Class<R> kind, BiConsumer<Client, R> handler) {
    handlers.put(kind, (client, request) -> handler.accept(client, kind.cast(request)));
    return this;
  }

  /** Handles a request; false if the table has no handler for its kind. */
  boolean handle(Client client, Request request) {
    BiConsumer<Client, Request> handler = handlers.get(request.getClass());
    if (handler == null) {
      return false;
    }
    if (!links.intercepts(client, request)) {
      handler.accept(client, request);
    }
    return true;
  }
}
