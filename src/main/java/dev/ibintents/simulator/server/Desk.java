package dev.ibintents.simulator.server;

import dev.ibintents.ibapi.message.Request;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/** The table of what is done for each kind of request. */
final class Desk {
  private final Map<Class<? extends Request>, BiConsumer<Client, Request>> handlers =
      new HashMap<>();
  private final BrokerLinks links;

  /**
   * @param links takes requests that need a link which is lost
   */
  Desk(BrokerLinks links) {
    this.links = links;
  }

  /** Names what answers a kind of request. */
  <R extends Request> Desk on(Class<R> kind, BiConsumer<Client, R> handler) {
    handlers.put(kind, (client, request) -> handler.accept(client, kind.cast(request)));
    return this;
  }

  /** Whether something was done; not for a kind that nobody answers. */
  boolean handle(Client client, Request request) {
    BiConsumer<Client, Request> handler = handlers.get(request.getClass());
    if (handler == null) {
      return false;
    }
    if (!links.takes(client, request)) {
      handler.accept(client, request);
    }
    return true;
  }
}
