package dev.ibintents.ibapi.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.ibapi.wire.FieldReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/** The recorded messages about orders in {@code /wire}, with a comparison of their fields. */
final class OrderSamples {
  /** A message that a gateway sent, its id first. */
  record Sample(String name, int serverVersion, List<String> fields, String note) {
    @Override
    public String toString() {
      return name + " of " + serverVersion + ", " + note;
    }
  }

  /** A message that another client sent, with the arguments of its call. */
  record Sent(String call, JsonObject args, List<String> fields) {
    @Override
    public String toString() {
      return call + " " + args;
    }
  }

  private OrderSamples() {}

  /**
   * The recorded messages of this name, from readable server versions: those from 157 on, and those
   * of 151 with the same layout.
   */
  static List<Sample> received(String name) {
    return lines("/wire/inbound-samples.jsonl").stream()
        .filter(line -> line.get("name").getAsString().equals(name))
        .map(OrderSamples::sample)
        .filter(sample -> sample.serverVersion() >= 151 && sample.serverVersion() <= 178)
        .toList();
  }

  /** The recorded requests of this name, all of version 178. */
  static List<Sent> sent(String call) {
    return lines("/wire/requests-v178.jsonl").stream()
        .filter(line -> line.get("call").getAsString().equals(call))
        .map(
            line ->
                new Sent(
                    call,
                    line.getAsJsonObject("args"),
                    fields(HexFormat.of().parseHex(line.get("hex").getAsString()))))
        .toList();
  }

  private static Sample sample(JsonObject line) {
    List<String> fields = new ArrayList<>();
    for (JsonElement field : line.getAsJsonArray("fields")) {
      fields.add(field.getAsString());
    }
    JsonElement note = line.get("note");
    return new Sample(
        line.get("name").getAsString(),
        line.get("serverVersion").getAsInt(),
        fields,
        note == null || note.isJsonNull() ? "" : note.getAsString());
  }

  private static List<JsonObject> lines(String resource) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(OrderSamples.class.getResourceAsStream(resource)), UTF_8))) {
      return lines.lines().map(line -> JsonParser.parseString(line).getAsJsonObject()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A reader of these fields. */
  static FieldReader reader(List<String> fields, int serverVersion) {
    StringBuilder frame = new StringBuilder();
    fields.forEach(field -> frame.append(field).append('\0'));
    return FieldReader.of(frame.toString().getBytes(UTF_8), serverVersion);
  }

  /** A reader of the fields that this message writes. */
  static FieldReader reader(Message message, int serverVersion) {
    return reader(fields(message, serverVersion), serverVersion);
  }

  /** The fields that a message writes. */
  static List<String> fields(Message message, int serverVersion) {
    byte[] frame = message.frame(serverVersion);
    return fields(Arrays.copyOfRange(frame, 4, frame.length));
  }

  private static List<String> fields(byte[] body) {
    String text = new String(body, UTF_8);
    List<String> fields = new ArrayList<>(List.of(text.split("\0", -1)));
    fields.remove(fields.size() - 1);
    return fields;
  }

  /**
   * The fields with every number in one form, so that 3 and 3.0 are equal.
   *
   * @param oneUnset whether all texts for "not set" are made equal, too
   */
  static List<String> comparable(List<String> fields, boolean oneUnset) {
    return fields.stream().map(field -> comparable(field, oneUnset)).toList();
  }

  private static String comparable(String field, boolean oneUnset) {
    if (oneUnset
        && (field.equals("2147483647")
            || field.equals("1.7976931348623157E308")
            || field.equals("9223372036854775807"))) {
      return "";
    }
    try {
      BigDecimal number = new BigDecimal(field);
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    } catch (NumberFormatException notANumber) {
      return field;
    }
  }
}
