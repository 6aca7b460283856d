package dev.ibintents.intent.json;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import dev.ibintents.environment.Problem;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Writes answers: as JSON for the caller, and as a document's fields for the ledger. */
public final class AnswerJson {
  private static final TypeToken<List<BigDecimal>> DECIMALS = new TypeToken<>() {};

  private static final Gson gson =
      new GsonBuilder()
          .serializeNulls()
          .disableHtmlEscaping()
          .registerTypeAdapter(BigDecimal.class, new DecimalAdapter())
          .registerTypeAdapter(DECIMALS.getType(), new DecimalsAdapter())
          .registerTypeAdapter(Instant.class, new IsoInstant())
          .create();

  /** The characters of a usual answer; a longer one needs more room. */
  private static final int USUAL_LENGTH = 2048;

  private record Troubled(List<Problem> problems) {}

  private AnswerJson() {}

  /** A record as JSON text. Missing values are written as null. */
  public static String text(Object answer) {
    return gson.toJson(answer);
  }

  /** Several records as one JSON object with the components of all records. */
  public static String merged(List<?> parts) {
    StringBuilder merged = new StringBuilder(USUAL_LENGTH).append('{');
    for (Object part : parts) {
      int start = merged.length();
      gson.toJson(part, merged);
      merged.setLength(merged.length() - 1);
      boolean isEmpty = merged.length() == start + 1;
      boolean isFirst = start == 1;
      if (isEmpty || isFirst) {
        merged.deleteCharAt(start);
      } else {
        merged.setCharAt(start, ',');
      }
    }
    return merged.append('}').toString();
  }

  /** As {@link #merged(List)}, with {@code problems} at the end if there are any. */
  public static String merged(List<?> parts, List<Problem> problems) {
    return merged(
        Stream.concat(
                parts.stream(),
                problems.isEmpty() ? Stream.of() : Stream.of(new Troubled(problems)))
            .toList());
  }

  /** A record as a document's fields, in the form that the store returns. */
  public static Map<String, Object> fields(Object answer) {
    return JsonFields.of(StrictJson.parse(text(answer)).getAsJsonObject());
  }

  /** Writes decimals exactly, without an exponent. */
  private static final class DecimalAdapter extends TypeAdapter<BigDecimal> {
    @Override
    public void write(JsonWriter out, BigDecimal value) throws IOException {
      if (value == null) {
        out.nullValue();
      } else {
        out.jsonValue(DecimalText.of(value));
      }
    }

    @Override
    public BigDecimal read(JsonReader in) throws IOException {
      return new BigDecimal(in.nextString());
    }
  }

  /** Writes lists of decimals in one piece. An answer may have a million of them. */
  private static final class DecimalsAdapter extends TypeAdapter<List<BigDecimal>> {
    @Override
    public void write(JsonWriter out, List<BigDecimal> values) throws IOException {
      if (values == null) {
        out.nullValue();
        return;
      }
      StringBuilder text = new StringBuilder(values.size() * 10).append('[');
      for (BigDecimal value : values) {
        text.append(text.length() == 1 ? "" : ",");
        text.append(value == null ? "null" : DecimalText.of(value));
      }
      out.jsonValue(text.append(']').toString());
    }

    @Override
    public List<BigDecimal> read(JsonReader in) throws IOException {
      List<BigDecimal> values = new ArrayList<>();
      in.beginArray();
      while (in.hasNext()) {
        values.add(new BigDecimal(in.nextString()));
      }
      in.endArray();
      return values;
    }
  }

  /** Writes times as ISO-8601. */
  private static final class IsoInstant extends TypeAdapter<Instant> {
    @Override
    public void write(JsonWriter out, Instant value) throws IOException {
      if (value == null) {
        out.nullValue();
      } else {
        out.value(value.toString());
      }
    }

    @Override
    public Instant read(JsonReader in) throws IOException {
      return Instant.parse(in.nextString());
    }
  }
}
