package dev.ibintents.ibapi.message;

import dev.ibintents.ibapi.wire.FieldWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A message as texts, for the comparison of messages that came in different dialects. Each number
 * has the 15 digits that a double holds, and fields that protobuf does not have are empty.
 */
public final class PlainTexts {
  private static final int VERSION = 178;
  private static final int SHARES_ALLOCATION = 30;

  private static final Set<String> UNSET =
      Set.of(FieldWriter.UNSET_DOUBLE, FieldWriter.UNSET_INTEGER, FieldWriter.UNSET_LONG);

  private PlainTexts() {}

  /** The fields of a message. */
  public static List<String> of(Message message) {
    List<String> fields =
        new ArrayList<>(WireFields.split(WireFields.body(message.frame(VERSION))));
    if (message instanceof HistoricalData) {
      fields.set(2, ""); // the range has a message of its own
      fields.set(3, "");
    } else if (message instanceof OpenOrder) {
      fields.set(SHARES_ALLOCATION, "");
    }
    fields.replaceAll(field -> UNSET.contains(field) ? "" : rounded(field));
    return fields;
  }

  private static String rounded(String field) {
    try {
      BigDecimal plain = new BigDecimal(field).round(new MathContext(15)).stripTrailingZeros();
      return field.contains(".") ? plain.toPlainString() : field;
    } catch (NumberFormatException e) {
      return field;
    }
  }
}
