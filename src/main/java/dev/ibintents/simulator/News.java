package dev.ibintents.simulator;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Response;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one step of the order book says to clients, and which instruments it traded. */
final class News {
  /**
   * One message.
   *
   * @param clientId who gets it, if connected
   * @param message what it is told
   */
  record Item(int clientId, Response message) {}

  private final List<Item> items = new ArrayList<>();
  private final Set<Instrument> traded = new LinkedHashSet<>();
  private boolean changed;

  void say(int clientId, Response message) {
    items.add(new Item(clientId, message));
    changed = true;
  }

  void error(int clientId, int orderId, int code, String text) {
    say(clientId, new ErrorMessage(orderId, code, text, ""));
  }

  /** Notes that positions and cash have changed by a trade. */
  void traded(Instrument instrument) {
    traded.add(instrument);
    changed = true;
  }

  /** Notes that something is to be kept. */
  void changed() {
    changed = true;
  }

  List<Item> items() {
    return List.copyOf(items);
  }

  Set<Instrument> instruments() {
    return Set.copyOf(traded);
  }

  /** Whether anything has happened. */
  boolean hasChanged() {
    return changed;
  }
}
