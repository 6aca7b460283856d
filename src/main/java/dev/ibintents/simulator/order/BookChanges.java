package dev.ibintents.simulator.order;

import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.market.Instrument;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The changes of one step of the order book: the messages to clients, and the traded instruments.
 */
public final class BookChanges {
  /**
   * A message to a client.
   *
   * @param clientId the client that receives it, if it is connected
   * @param message the message
   */
  public record ClientMessage(int clientId, Response message) {}

  private final List<ClientMessage> messages = new ArrayList<>();
  private final Set<Instrument> traded = new LinkedHashSet<>();
  private boolean changed;

  /** Adds a message to a client. */
  void send(int clientId, Response message) {
    messages.add(new ClientMessage(clientId, message));
    changed = true;
  }

  /** Adds an error message to a client. */
  public void error(int clientId, int orderId, int code, String text) {
    send(clientId, new ErrorMessage(orderId, code, text, ""));
  }

  /** Notes that a trade of this instrument has changed positions and cash. */
  void traded(Instrument instrument) {
    traded.add(instrument);
    changed = true;
  }

  /** Notes that the account must be saved. */
  void markChanged() {
    changed = true;
  }

  /** The messages in the order in which they were added. */
  public List<ClientMessage> messages() {
    return List.copyOf(messages);
  }

  /** The traded instruments. */
  public Set<Instrument> instruments() {
    return Set.copyOf(traded);
  }

  /** Whether the account must be saved. */
  boolean hasChanged() {
    return changed;
  }
}
