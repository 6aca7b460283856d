package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.market.Instrument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What one step of the order book says to clients, and which instruments it traded. */
public final class News {
  /**
   * One message.
   *
   * @param clientId who gets it, if connected
   * @param message what it is told
   */
  public record Item(int clientId, Response message) {}

  private final List<Item> items = new ArrayList<>();
  private final Set<Instrument> traded = new LinkedHashSet<>();
  private boolean changed;

  void say(int clientId, Response message) {
    items.add(new Item(clientId, message));
    changed = true;
  }

  public void error(int clientId, int orderId, int code, String text) {
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

  public List<Item> items() {
    return List.copyOf(items);
  }

  public Set<Instrument> instruments() {
    return Set.copyOf(traded);
  }

  /** Whether anything has happened. */
  boolean hasChanged() {
    return changed;
  }
}
