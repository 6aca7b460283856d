package dev.ibintents.simulator.server;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The clients that are connected; each number belongs to one of them at a time. */
final class Clients {
  private final Map<Integer, Client> byId = new ConcurrentHashMap<>();

  /** Whether the client now has its number; not if another one has it. */
  boolean claim(Client client) {
    return byId.putIfAbsent(client.id(), client) == null;
  }

  /** Frees the client's number, if it is this client's. */
  void release(Client client) {
    byId.remove(client.id(), client);
  }

  /** The client with this number, if it is connected. */
  Optional<Client> byId(int id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** All that are connected. */
  Collection<Client> all() {
    return List.copyOf(byId.values());
  }
}
