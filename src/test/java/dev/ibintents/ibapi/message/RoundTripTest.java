package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertWithMessage;
import static java.util.Map.entry;

import dev.ibintents.ibapi.wire.FieldReader;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/**
 * Every message is read back as it was written, at every server version and so in both dialects.
 * The tables name the components that a message does not carry, or only since a version.
 */
class RoundTripTest {
  /** Components that exist since a version; before it they are read back as empty. */
  private static final Map<String, Integer> SINCE =
      Map.ofEntries(
          entry("ErrorMessage.advancedOrderRejectJson", 166),
          entry("ErrorMessage.errorTime", 194),
          entry("ContractDetails.minSize", 164),
          entry("ContractDetails.sizeIncrement", 164),
          entry("ContractDetails.suggestedSizeIncrement", 163),
          entry("ContractDetails.ineligibilityReasons", 186),
          entry("ContractDetails.minAlgoSize", 205),
          entry("Execution.pendingPriceRevision", 178),
          entry("Execution.submitter", 198),
          entry("Execution.optExerciseOrLapseType", 201),
          entry("ExecutionFilter.lastNDays", 200),
          entry("ExecutionFilter.specificDates", 200),
          entry("TickReqParams.lastPricePrecision", 206),
          entry("TickReqParams.lastSizePrecision", 206),
          entry("CancelOrder.manualCancelOrderTime", 169),
          entry("CancelOrder.extOperator", 192),
          entry("CancelOrder.manualOrderIndicator", 192),
          entry("Contract.issuerId", 176));

  /** Components that a message of their own carries since a version. */
  private static final Map<String, Integer> UNTIL =
      Map.of("HistoricalData.startDate", 195, "HistoricalData.endDate", 195);

  private static final Set<String> EMPTY = Set.of("null", "", "false", "0", "[]");

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

  /** Components of a contract that its description does not have. */
  private static final Set<String> NOT_DESCRIBED =
      Set.of(
          "lastTradeDateOrContractMonth",
          "includeExpired",
          "secIdType",
          "secId",
          "issuerId",
          "comboLegsDescrip",
          "comboLegs",
          "deltaNeutralContract");

  /** A portfolio names the listing venue alone. */
  private static final Set<String> VENUES = Set.of("exchange", "primaryExchange");

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
    FieldReader in = FieldReader.of(WireFields.body(frame), version);
    Message read = read(message, in);
    String roundTrip = message + " at version " + version + " came back as " + read;

    assertWithMessage(roundTrip + ", with fields left over").that(in.hasNext()).isFalse();
    assertWithMessage(roundTrip + ", and is written").that(read.frame(version)).isEqualTo(frame);
    Set<String> lost = new TreeSet<>();
    compare(new Carrier(message.getClass(), version, in.isProtobuf()), message, read, lost);
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

  /** The message that carries a component. */
  private record Carrier(Class<?> message, int version, boolean isProtobuf) {
    boolean carries(RecordComponent component, Object before) {
      if (component.getDeclaringRecord() != Contract.class) {
        return true;
      }
      String name = component.getName();
      boolean strikeIsWrittenAsZero = name.equals("strike") && before == null;
      if (isProtobuf && strikeIsWrittenAsZero) {
        return Request.class.isAssignableFrom(message);
      }
      if (isProtobuf) {
        return message == ContractData.class
            ? !NOT_DESCRIBED.contains(name)
            : message != PortfolioValue.class || !VENUES.contains(name);
      }
      return !strikeIsWrittenAsZero
          && ONLY_IN.getOrDefault(name, Set.of(message)).contains(message)
          && !NOT_IN.getOrDefault(name, Set.of()).contains(message);
    }

    boolean isOutside(String name) {
      return version < SINCE.getOrDefault(name, Handshake.MIN_VERSION)
          || version > UNTIL.getOrDefault(name, Handshake.MAX_VERSION);
    }
  }

  private static void compare(Carrier carrier, Object written, Object read, Set<String> lost) {
    for (RecordComponent component : written.getClass().getRecordComponents()) {
      Object before = value(component, written);
      Object after = value(component, read);
      if (carrier.isOutside(name(component)) && !carrier.isProtobuf()) {
        if (!EMPTY.contains(String.valueOf(after))) {
          lost.add(name(component) + " came outside of its versions: " + after);
        }
      } else if (before instanceof Record && after != null) {
        if (carrier.carries(component, before)) {
          compare(carrier, before, after, lost);
        }
      } else if (!carrier.isOutside(name(component))
          && !isSame(before, after)
          && carrier.carries(component, before)) {
        lost.add(name(component) + ": " + before + " / " + after);
      }
    }
  }

  /** Whether two values are equal; doubles do not keep the zeros at the end of a decimal. */
  private static boolean isSame(Object before, Object after) {
    if (before instanceof BigDecimal decimal && after instanceof BigDecimal other) {
      return decimal.compareTo(other) == 0;
    }
    if (before instanceof Record record && after instanceof Record other) {
      return Stream.of(record.getClass().getRecordComponents())
          .allMatch(component -> isSame(value(component, record), value(component, other)));
    }
    if (before instanceof List<?> list && after instanceof List<?> others) {
      return list.size() == others.size()
          && IntStream.range(0, list.size()).allMatch(i -> isSame(list.get(i), others.get(i)));
    }
    return Objects.equals(before, after);
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
