package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.ibapi.wire.FieldReader;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Every message is read back as it was written, at every server version. The tables name the
 * components that a message does not carry, or only since a version.
 */
class RoundTripTest {
  /** Components that exist since a version; before it they are read back as empty. */
  private static final Map<String, Integer> SINCE =
      Map.of(
          "ErrorMessage.advancedOrderRejectJson", 166,
          "ContractDetails.minSize", 164,
          "ContractDetails.sizeIncrement", 164,
          "ContractDetails.suggestedSizeIncrement", 163,
          "Execution.pendingPriceRevision", 178,
          "CancelOrder.manualCancelOrderTime", 169,
          "Contract.issuerId", 176);

  private static final Set<String> EMPTY = Set.of("null", "", "false");

  /** Components of a contract that only some messages carry, with those messages. */
  private static final Map<String, Set<Class<?>>> ONLY_IN =
      Map.of(
          "primaryExchange",
              Set.of(
                  ReqContractDetails.class,
                  ReqMktData.class,
                  ReqHistoricalData.class,
                  ReqHeadTimestamp.class,
                  PortfolioValue.class,
                  ContractData.class),
          "includeExpired",
              Set.of(ReqContractDetails.class, ReqHistoricalData.class, ReqHeadTimestamp.class),
          "secIdType", Set.of(ReqContractDetails.class),
          "secId", Set.of(ReqContractDetails.class),
          "issuerId", Set.of(ReqContractDetails.class),
          "comboLegsDescrip", Set.of(),
          "comboLegs", Set.of(), // short form of a BAG: see RequestsWireTest
          "deltaNeutralContract", Set.of(ReqMktData.class));

  /** Messages without a component of a contract that all other messages carry. */
  private static final Map<String, Set<Class<?>>> NOT_IN =
      Map.of(
          "exchange", Set.of(PortfolioValue.class),
          "lastTradeDateOrContractMonth", Set.of(ContractData.class)); // part of lastTrade

  @Provide
  Arbitrary<List<Message>> oneOfEach() {
    return AnyMessage.oneOfEach();
  }

  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  void everyMessageIsReadBackAsItWasWritten(@ForAll("oneOfEach") List<Message> messages) {
    for (Message message : messages) {
      for (int version = Handshake.MIN_VERSION; version <= Handshake.MAX_VERSION; version++) {
        roundTrip(message, version);
      }
    }
  }

  private static void roundTrip(Message message, int version) {
    byte[] frame = message.frame(version);
    FieldReader in = new FieldReader(WireFields.body(frame), version);
    Message read = read(message, in);
    String roundTrip = message + " at version " + version + " came back as " + read;

    assertWithMessage(roundTrip + ", with fields left over").that(in.hasNext()).isFalse();
    assertWithMessage(roundTrip + ", and is written")
        .that(WireFields.split(WireFields.body(read.frame(version))))
        .isEqualTo(WireFields.split(WireFields.body(frame)));
    Set<String> lost = new TreeSet<>();
    compare(message.getClass(), message, read, version, lost);
    assertWithMessage(roundTrip + ": components that differ").that(lost).isEmpty();
  }

  private static Message read(Message message, FieldReader in) {
    return message instanceof Request
        ? Requests.read(in).orElseThrow(() -> unregistered(message))
        : Responses.read(in).orElseThrow(() -> unregistered(message));
  }

  private static AssertionError unregistered(Message message) {
    return new AssertionError(message.getClass().getSimpleName() + " is in no table");
  }

  private static void compare(
      Class<?> message, Object written, Object read, int version, Set<String> lost) {
    for (RecordComponent component : written.getClass().getRecordComponents()) {
      Object before = value(component, written);
      Object after = value(component, read);
      if (version < SINCE.getOrDefault(name(component), Handshake.MIN_VERSION)) {
        if (!EMPTY.contains(String.valueOf(after))) {
          lost.add(name(component) + " came before its version: " + after);
        }
      } else if (before instanceof Record && after != null) {
        if (isCarried(message, component, before)) {
          compare(message, before, after, version, lost);
        }
      } else if (!Objects.equals(before, after) && isCarried(message, component, before)) {
        lost.add(name(component) + ": " + before + " / " + after);
      }
    }
  }

  private static boolean isCarried(Class<?> message, RecordComponent component, Object before) {
    if (component.getDeclaringRecord() != Contract.class) {
      return true;
    }
    String name = component.getName();
    boolean strikeIsWrittenAsZero = name.equals("strike") && before == null;
    return !strikeIsWrittenAsZero
        && ONLY_IN.getOrDefault(name, Set.of(message)).contains(message)
        && !NOT_IN.getOrDefault(name, Set.of()).contains(message);
  }

  private static String name(RecordComponent component) {
    return component.getDeclaringRecord().getSimpleName() + '.' + component.getName();
  }

  private static Object value(RecordComponent component, Object record) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component.toString(), e);
    }
  }

  @Example
  void everyMessageIsCovered() {
    assertWithMessage("messages found").that(AnyMessage.classes()).contains(TickPrice.class);
    assertWithMessage("messages found").that(AnyMessage.classes().size()).isAtLeast(52);
  }
}
