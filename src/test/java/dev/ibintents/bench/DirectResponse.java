package dev.ibintents.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.HttpResponse;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The answer of the function, without a server in between. */
public final class DirectResponse implements HttpResponse {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BufferedWriter writer = new BufferedWriter(new OutputStreamWriter(bytes, UTF_8));
  private final Map<String, List<String>> headers = new LinkedHashMap<>();
  private int status = 200;
  private String contentType;
  private JsonObject json;

  public int status() {
    return status;
  }

  public String body() {
    try {
      writer.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toString(UTF_8);
  }

  /** Reads the whole answer, which is complete by then; later calls return the same object. */
  public JsonObject json() {
    if (json == null) {
      json = JsonParser.parseString(body()).getAsJsonObject();
    }
    return json;
  }

  @Override
  public void setStatusCode(int code) {
    status = code;
  }

  @Override
  public void setStatusCode(int code, String message) {
    status = code;
  }

  @Override
  public void setContentType(String type) {
    contentType = type;
  }

  @Override
  public Optional<String> getContentType() {
    return Optional.ofNullable(contentType);
  }

  @Override
  public void appendHeader(String name, String value) {
    headers.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }

  @Override
  public OutputStream getOutputStream() {
    return bytes;
  }

  @Override
  public BufferedWriter getWriter() {
    return writer;
  }

  @Override
  public String toString() {
    return status + " " + body().strip();
  }
}
