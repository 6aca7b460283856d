package dev.ibintents.ibapi.message;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads protobuf messages with the library of protobuf, by the table of all fields in {@code
 * wire/protobuf-fields.txt}. The product has a codec of its own.
 */
final class ProtobufOracle {
  private static final int PROTOBUF_IDS = 200;
  private static final int LENGTH_AND_ID = 8;

  private static final Map<String, Type> TYPES =
      Map.of(
          "int32", Type.TYPE_INT32,
          "int64", Type.TYPE_INT64,
          "double", Type.TYPE_DOUBLE,
          "bool", Type.TYPE_BOOL,
          "string", Type.TYPE_STRING);

  /** The descriptors by side and id, such as {@code client 3}. */
  private static final Map<String, Descriptor> BY_ID = new HashMap<>();

  static {
    try (InputStream in = ProtobufOracle.class.getResourceAsStream("/wire/protobuf-fields.txt")) {
      describe(new String(in.readAllBytes(), UTF_8).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }

  private ProtobufOracle() {}

  private static void describe(List<String> lines) throws DescriptorValidationException {
    FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder().setName("tws");
    file.addMessageType(
        DescriptorProto.newBuilder()
            .setName("Pair")
            .addField(field("tag", 1, "string"))
            .addField(field("value", 2, "string")));
    Map<String, String> names = new HashMap<>();
    DescriptorProto.Builder message = null;
    for (String line : lines) {
      String[] words = line.trim().split(" ");
      if (line.startsWith("  ")) {
        boolean isList = words[2].equals("repeated");
        String type = words[2].equals("map") ? "Pair" : words[isList ? 3 : 2];
        FieldDescriptorProto.Builder field = field(words[1], Integer.parseInt(words[0]), type);
        boolean isRepeated = isList || type.equals("Pair");
        message.addField(isRepeated ? field.setLabel(Label.LABEL_REPEATED) : field);
      } else if (!line.startsWith("#")) {
        if (message != null) {
          file.addMessageType(message);
        }
        message = DescriptorProto.newBuilder().setName(words[2]);
        for (String id : words[1].split(",")) {
          names.put(words[0] + " " + id, words[2]);
        }
      }
    }
    file.addMessageType(message);
    FileDescriptor built = FileDescriptor.buildFrom(file.build(), new FileDescriptor[0]);
    names.forEach((id, name) -> BY_ID.put(id, built.findMessageTypeByName(name)));
  }

  private static FieldDescriptorProto.Builder field(String name, int number, String type) {
    FieldDescriptorProto.Builder field =
        FieldDescriptorProto.newBuilder()
            .setName(name)
            .setNumber(number)
            .setLabel(Label.LABEL_OPTIONAL);
    return TYPES.containsKey(type)
        ? field.setType(TYPES.get(type))
        : field.setType(Type.TYPE_MESSAGE).setTypeName(type);
  }

  /** Whether a frame of a message is protobuf. */
  static boolean isProtobuf(byte[] frame, int serverVersion) {
    return serverVersion > PROTOBUF_IDS && id(frame) > PROTOBUF_IDS;
  }

  private static int id(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(Integer.BYTES);
  }

  /** The message in a frame, as the library reads it. */
  static DynamicMessage read(boolean isRequest, byte[] frame) {
    String id = (isRequest ? "client " : "gateway ") + (id(frame) - PROTOBUF_IDS);
    try {
      return DynamicMessage.parseFrom(
          BY_ID.get(id), Arrays.copyOfRange(frame, LENGTH_AND_ID, frame.length));
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(id + " is no protobuf", e);
    }
  }

  /** The frame with its body as the library writes it. */
  static byte[] written(byte[] frame, DynamicMessage message) {
    byte[] body = message.toByteArray();
    return ByteBuffer.allocate(LENGTH_AND_ID + body.length)
        .putInt(Integer.BYTES + body.length)
        .put(frame, Integer.BYTES, Integer.BYTES)
        .put(body)
        .array();
  }

  /** The fields that the table does not have, in the message and in the messages within it. */
  static boolean hasUnknownFields(Message message) {
    return !message.getUnknownFields().asMap().isEmpty()
        || message.getAllFields().values().stream()
            .flatMap(
                value -> value instanceof List<?> list ? list.stream() : List.of(value).stream())
            .anyMatch(value -> value instanceof Message part && hasUnknownFields(part));
  }

  /**
   * The fields by their names, without those whose value is the default: 0, false, an empty text or
   * an empty message. Doubles are rounded to their 15 digits that count.
   */
  static Map<String, Object> values(Message message) {
    Map<String, Object> values = new TreeMap<>();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      Object value = comparable(field.getValue());
      if (!value.equals(0)
          && !value.equals(0L)
          && !value.equals(false)
          && !value.equals("")
          && !value.equals("0E0")
          && !value.equals(Map.of())) {
        values.put(field.getKey().getName(), value);
      }
    }
    return values;
  }

  private static Object comparable(Object value) {
    if (value instanceof Message part) {
      return values(part);
    } else if (value instanceof List<?> list) {
      return list.stream().map(ProtobufOracle::comparable).toList();
    } else if (value instanceof Double number) {
      return number == 0 ? "0E0" : String.format("%.13e", number);
    }
    return value;
  }
}
