package dev.ibintents.intent.watch;

import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MessageServer;
import dev.ibintents.bench.MovedClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * For tests of watch, digest and messages: a front door with two strategies whose books agree with
 * the account, a moved clock, a schedule, and a webhook on a real socket.
 */
final class WatchBench implements AutoCloseable {
  /** Ten in the morning in New York. */
  static final Instant MONDAY = Instant.parse("2026-11-30T15:00:00Z");

  final MovedClock clock;
  final FrontDoor door;
  final Bench bench;
  final MessageServer server;
  final Map<String, String> secrets = new HashMap<>();

  /** The names of the secrets that were read, in their order. */
  final List<String> readSecrets = new ArrayList<>();

  WatchBench(Path folder) throws Exception {
    this(folder, MONDAY);
  }

  WatchBench(Path folder, Instant start) throws Exception {
    clock = new MovedClock(start);
    server = new MessageServer();
    door = FrontDoor.in(folder).clock(clock).secrets(this::readSecret).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.4", "futures", "0.2"));
    bench.strategy("weights", Map.of("SPY", "0.6", "GLD", "0.4"));
    door.store().set("strategies/futures", futures());
    schedule("orchestrate", "1 10 * * 1-5");
    channels(webhook("main"));
  }

  private String readSecret(String name) {
    readSecrets.add(name);
    return secrets.get(name);
  }

  private static Map<String, Object> futures() {
    Map<String, Object> front =
        Map.of(
            "symbol", "MNQ", "secType", "FUT", "exchange", "CME", "series", 0, "rolloverDays", 2);
    return Map.of(
        "kind", "weights", "weights", List.of(Map.of("contract", front, "weight", "0.8")));
  }

  /** The fields of a webhook at the server, whose path is its name. */
  Map<String, Object> webhook(String name, String... filter) {
    Map<String, Object> fields = new TreeMap<>();
    fields.put("kind", "webhook");
    fields.put("name", name);
    fields.put("url", server.url() + "/" + name);
    if (filter.length > 0) {
      fields.put("filter", List.of(filter));
    }
    return fields;
  }

  @SafeVarargs
  @SuppressWarnings("varargs") // the array is copied
  final void channels(Map<String, Object>... channels) {
    configure("notifications", List.of(channels));
  }

  void configure(String field, Object value) {
    door.store().update("config/common", Map.of(field, value));
  }

  /** Writes a schedule with one job in New York for each intent. */
  void schedule(String... intentsAndTimes) {
    List<Map<String, Object>> jobs = new ArrayList<>();
    for (int i = 0; i < intentsAndTimes.length; i += 2) {
      jobs.add(
          Map.of(
              "name",
              intentsAndTimes[i],
              "when",
              intentsAndTimes[i + 1],
              "zone",
              "America/New_York",
              "intent",
              intentsAndTimes[i]));
    }
    configure("schedule", Map.of("jobs", jobs));
  }

  /** Runs the day's work at its time, whose orders are filled and posted. */
  void day() throws Exception {
    clock.advance(Duration.ofMinutes(1));
    bench.ok("/orchestrate", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(40));
    bench.reconciled();
  }

  JsonObject watch(int status) throws Exception {
    return watch(status, "{}");
  }

  JsonObject watch(int status, String body) throws Exception {
    return FrontDoor.answered(status, door.post("/watch", body));
  }

  static JsonObject check(JsonObject answer, String name) {
    return Bench.list(answer, "checks").stream()
        .filter(check -> check.get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no check " + name + " in " + answer));
  }

  /** Holds that a check has this state, with these words among its words. */
  static void assertCheck(JsonObject answer, String name, String state, String words) {
    JsonObject check = check(answer, name);
    assertWithMessage(answer.toString()).that(check.get("state").getAsString()).isEqualTo(state);
    assertWithMessage(answer.toString())
        .that(
            check.getAsJsonArray("words").asList().stream()
                .map(JsonElement::getAsString)
                .collect(Collectors.joining("\n")))
        .contains(words);
  }

  /** The texts of all events that a webhook has got. */
  List<String> told(String channel) {
    return server.received().stream()
        .filter(request -> request.path().equals("/" + channel))
        .flatMap(request -> request.texts().stream())
        .toList();
  }

  @Override
  public void close() {
    door.close();
    server.close();
  }
}
