package dev.ibintents.home;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.WhenClosed;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The configuration that a first start at home and a first deployment write: it has limits. */
@Timeout(60)
final class FirstConfigurationTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private static void requireLimits(Configuration.Limits limits, int largestOrderValue) {
    assertThat(limits.largestOrderValue()).hasValue(BigDecimal.valueOf(largestOrderValue));
    assertThat(limits.largestGrossExposure()).hasValue(new BigDecimal("1.5"));
    assertThat(limits.mostOrders()).hasValue(BigDecimal.valueOf(20));
    assertThat(limits.priceCollarPercent()).hasValue(BigDecimal.valueOf(5));
  }

  /** The documents of a first start at home. */
  private List<Document> seeded() {
    try (DocumentStore store = new SqliteDocumentStore(folder.resolve("seeded"))) {
      assertThat(new Seed(store, NOW).configuration()).isTrue();
      requireLimits(Configuration.load(store, TradingMode.PAPER).limits(), 250_000);
      List<Document> documents = new ArrayList<>(store.list("strategies"));
      documents.add(store.get(Configuration.COMMON).orElseThrow());
      return documents;
    }
  }

  @Test
  void seededAccountKeepsItsLimits() throws Exception {
    List<Document> seeded = seeded();
    try (FrontDoor door = FrontDoor.in(folder).clock(NOW).open()) {
      new Bench(door, NOW);
      seeded.forEach(document -> door.store().set(document.path(), document.fields()));
      JsonObject shown = json(door.get("/allocation?dryRun=true"));
      assertWithMessage(shown.toString()).that(shown.getAsJsonArray("limits")).isEmpty();
      assertThat(shown.getAsJsonObject("skipped").keySet()).isEmpty();
      assertThat(shown.has("problems")).isFalse();
      for (String path : new String[] {"/allocation", "/cash-balancer", "/close-all"}) {
        HttpResponse<String> answer = door.post(path, "{}");
        answered(200, answer);
      }
    }
  }

  @Test
  void firstConfigurationOfADeploymentHasLimitsAndNothingThatNobodyReads() throws Exception {
    JsonObject json =
        JsonParser.parseString(Files.readString(Path.of("src", "main", "cloud", "common.json")))
            .getAsJsonObject();
    Map<String, Object> fields = fields(json.getAsJsonObject("fields"));

    assertThat(Configuration.faults(new Document(Configuration.COMMON, fields)).all()).isEmpty();
    try (DocumentStore store = new SqliteDocumentStore(folder.resolve("deployed"))) {
      store.set(Configuration.COMMON, fields);
      store.set("config/paper", Map.of());
      Configuration deployed = Configuration.load(store, TradingMode.PAPER);
      requireLimits(deployed.limits(), 25_000);
      assertThat(deployed.whenClosed()).isEqualTo(WhenClosed.SKIP);
      assertThat(deployed.rebalance().band()).isPresent();
    }
  }

  private static Map<String, Object> fields(JsonObject json) {
    Map<String, Object> fields = new LinkedHashMap<>();
    json.entrySet().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
    return fields;
  }

  /** A value as Firestore's REST interface has it. */
  private static Object value(JsonElement json) {
    Map.Entry<String, JsonElement> typed = json.getAsJsonObject().entrySet().iterator().next();
    return switch (typed.getKey()) {
      case "booleanValue" -> typed.getValue().getAsBoolean();
      case "stringValue" -> typed.getValue().getAsString();
      case "integerValue" -> typed.getValue().getAsLong();
      case "doubleValue" -> typed.getValue().getAsDouble();
      case "mapValue" -> fields(typed.getValue().getAsJsonObject().getAsJsonObject("fields"));
      default -> throw new AssertionError(typed.toString());
    };
  }
}
