package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.protobuf.DynamicMessage;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/** The library of protobuf reads what this codec writes, and the other way round. */
class ProtobufOracleTest extends GeneratedOrders {
  private static final int VERSION = Handshake.MAX_VERSION;

  @Provide
  Arbitrary<List<Message>> oneOfEach() {
    return AnyMessage.oneOfEach();
  }

  @Property(tries = 60, shrinking = ShrinkingMode.OFF)
  void everyMessageIsUnderstood(@ForAll("oneOfEach") List<Message> messages) {
    for (Message message : messages) {
      assertUnderstood(message);
    }
  }

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void ordersAreUnderstood(
      @ForAll("orders") Order order,
      @ForAll("contracts") Contract.Builder builder,
      @ForAll("states") OrderState state) {
    Contract contract = builder.build();
    Order placed = order.with(OrderField.AUCTION_STRATEGY, null);

    assertUnderstood(new PlaceOrder(7, contract, placed));
    assertUnderstood(new OpenOrder(contract, order, state));
    assertUnderstood(new CompletedOrder(contract, order, state));
  }

  private static void assertUnderstood(Message message) {
    boolean isRequest = message instanceof Request;
    byte[] frame = message.frame(VERSION);
    DynamicMessage seen = ProtobufOracle.read(isRequest, frame);
    assertWithMessage("fields of %s that the table does not have", message)
        .that(ProtobufOracle.hasUnknownFields(seen))
        .isFalse();

    byte[] byLibrary = ProtobufOracle.written(frame, seen);
    Message read = WireFields.read(isRequest, byLibrary, VERSION).orElseThrow();
    assertWithMessage("%s came back as %s", message, read)
        .that(read.frame(VERSION))
        .isEqualTo(frame);
  }
}
