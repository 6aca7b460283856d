package dev.ibintents.simulator.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The connected clients. A number belongs to one client at a time. */
final class Clients {
  private final Map<Integer, Client> byId = new ConcurrentHashMap<>();

  /** Gives a client its number; false if another client has it. */
  boolean claim(Client client) {
    return byId.putIfAbsent(client.id(), client) == null;
  }

  /** Frees the number of a client, if the client has it. */
  void release(Client client) {
    byId.remove(client.id(), client);
  }

  /** The connected client with this number; empty if there is none. */
  Optional<Client> byId(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All connected clients. */
  Collection<Client> all() {
    return List.copyOf(byId.values());
  }
}
