package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldReader;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Every message that a gateway sends and this client understands, by its id on the wire. */
public final class Responses {
  private static final Map<Integer, Function<FieldReader, Response>> READERS =
      Map.ofEntries(
          Map.entry(OrderStatus.ID, OrderStatus::read),
          Map.entry(OpenOrder.ID, OpenOrder::read),
          Map.entry(CurrentTime.ID, CurrentTime::read),
          Map.entry(OrderBound.ID, OrderBound::read),
          Map.entry(CompletedOrder.ID, CompletedOrder::read));

  private Responses() {}

  /**
   * Reads one message, its id first.
   *
   * @return the message; empty if its id is not one that this client knows, which is never an
   *     error: gateways send what newer clients understand
   * @throws dev.ibintents.ibapi.wire.ProtocolException if the message is not in its layout
   */
  public static Optional<Response> read(FieldReader in) {
    in.names("a message from the gateway");
    int id = in.integer();
    Function<FieldReader, Response> reader = READERS.get(id);
    if (reader == null) {
      return Optional.empty();
    }
    in.names("message " + id + " from the gateway");
    return Optional.of(reader.apply(in));
  }
}
