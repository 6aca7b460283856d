package dev.ibintents.intent.look;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** For tests of what can be looked at: a front door with two strategies, and a moved clock. */
final class LookBench implements AutoCloseable {
  static final Instant MONDAY = Instant.parse("2026-11-30T15:00:00Z");

  final MovedClock clock = new MovedClock(MONDAY);
  final FrontDoor door;
  final Bench bench;
  private CountedReads reads;

  LookBench(Path folder) throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .wrapStore(store -> reads = new CountedReads(store))
            .open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.4", "bonds", "0.2"));
    bench.strategy("weights", Map.of("SPY", "0.6", "GLD", "0.4"));
    bench.strategy("bonds", Map.of("IEF", "1"));
  }

  /** The documents that were read since the last call. */
  int readsSinceLast() {
    return reads.sinceLast();
  }

  /** Looks, and checks that the gateway was not contacted. */
  JsonObject look(String path) throws Exception {
    int connections = door.gateway().connectionsAccepted();
    JsonObject answer = Bench.ok(door.get(path));
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(connections);
    return answer;
  }

  /** A day's work, whose orders are filled and posted. */
  void day() throws Exception {
    bench.ok("/orchestrate", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(20));
    bench.reconciled();
  }

  /** Asks for the kill switch. */
  HttpResponse<String> trading(boolean enabled, String reason) throws Exception {
    return door.post(
        "/trading", doubleQuoted("{'enabled':%s,'reason':'%s'}".formatted(enabled, reason)));
  }

  /** The element of a list that has a value in a field. */
  static JsonObject named(JsonObject answer, String list, String field, String value) {
    return Bench.list(answer, list).stream()
        .filter(element -> element.get(field).getAsString().equals(value))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + value + " in " + answer));
  }

  /** A light of the status. */
  static JsonObject light(JsonObject status, String name) {
    return named(status, "lights", "name", name);
  }

  /** Checks a light, and the status as a whole. */
  static void assertLight(JsonObject status, String name, boolean ok, String words) {
    JsonObject light = light(status, name);
    assertWithMessage(light.toString()).that(light.get("ok").getAsBoolean()).isEqualTo(ok);
    assertThat(light.get("words").getAsString()).contains(words);
    assertThat(status.get("status").getAsString()).isEqualTo(ok ? "ok" : "attention");
  }

  @Override
  public void close() {
    door.close();
  }
}
