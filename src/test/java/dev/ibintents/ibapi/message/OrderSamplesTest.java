package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.OrderSamples.Sample;
import dev.ibintents.ibapi.wire.FieldReader;
import dev.ibintents.ibapi.wire.ProtocolException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads messages about orders from real gateways to their end, and writes them again as they were.
 */
class OrderSamplesTest {
  static Stream<Sample> samples() {
    return Stream.of("orderStatus", "openOrder", "completedOrder")
        .flatMap(name -> OrderSamples.received(name).stream());
  }

  @Test
  void thereAreSamplesOfEveryMessage() {
    assertThat(OrderSamples.received("orderStatus")).hasSize(23);
    assertThat(OrderSamples.received("openOrder")).hasSize(23);
    assertThat(OrderSamples.received("completedOrder")).hasSize(5);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void recordedMessageIsReadToItsLastFieldAndWrittenUnchanged(Sample sample) {
    FieldReader in = OrderSamples.reader(sample.fields(), sample.serverVersion());

    Response message = Responses.read(in).orElseThrow();

    assertWithMessage("fields left over").that(in.hasNext()).isFalse();
    assertThat(written(message, sample)).isEqualTo(expected(sample));
  }

  private static List<String> written(Response message, Sample sample) {
    List<String> fields = OrderSamples.fields(message, sample.serverVersion());
    return sample.serverVersion() >= 157 ? fields : OrderSamples.comparable(fields, true);
  }

  /**
   * The expected fields. Gateways of version 151 had the same fields, but left more of them empty
   * where they are not set.
   */
  private static List<String> expected(Sample sample) {
    return sample.serverVersion() >= 157
        ? sample.fields()
        : OrderSamples.comparable(sample.fields(), true);
  }

  @ParameterizedTest
  @MethodSource("samples")
  void recordedMessageThatEndsEarlyIsRefused(Sample sample) {
    for (int end = 0; end < sample.fields().size(); end++) {
      FieldReader in = OrderSamples.reader(sample.fields().subList(0, end), sample.serverVersion());
      assertThrows(ProtocolException.class, () -> Responses.read(in), "ended before " + end);
    }
  }
}
