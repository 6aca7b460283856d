package dev.ibintents.intent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;

/**
 * The signature of a request: an MD5 hash of the revision, the intent's class name and the
 * parameters in canonical JSON. Equal requests have equal signatures. The hash is no protection
 * against forgery.
 */
public final class Signature {
  private Signature() {}

  /**
   * The signature of a request.
   *
   * @return 32 hexadecimal digits
   */
  public static String of(String revision, String className, JsonObject parameters) {
    String text = revision + className + canonical(parameters);
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }

  /**
   * The canonical form of a JSON value. Keys are sorted by code point. The separators are {@code ",
   * "} and {@code ": "}. Non-ASCII characters are escaped. Numbers with a fraction or an exponent
   * are plain decimals, so that 1.50 and 1.5 are the same.
   */
  public static String canonical(JsonElement value) {
    if (value.isJsonObject()) {
      return value.getAsJsonObject().entrySet().stream()
          .sorted((a, b) -> compareCodePoints(a.getKey(), b.getKey()))
          .map(entry -> quoted(entry.getKey()) + ": " + canonical(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value.isJsonArray()) {
      return value.getAsJsonArray().asList().stream()
          .map(Signature::canonical)
          .collect(Collectors.joining(", ", "[", "]"));
    }
    if (value.isJsonNull()) {
      return "null";
    }
    JsonPrimitive primitive = value.getAsJsonPrimitive();
    if (primitive.isString()) {
      return quoted(primitive.getAsString());
    }
    return primitive.isBoolean() ? primitive.getAsString() : number(primitive.getAsString());
  }

  private static int compareCodePoints(String a, String b) {
    int[] left = a.codePoints().toArray();
    int[] right = b.codePoints().toArray();
    return Arrays.compare(left, right);
  }

  private static String number(String text) {
    if (text.chars().allMatch(c -> c == '-' || Character.isDigit(c))) {
      return text;
    }
    BigDecimal number = new BigDecimal(text);
    String plain = number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    return plain.indexOf('.') < 0 ? plain + ".0" : plain;
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        default -> {
          if (c < 0x20 || c > 0x7e) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
