package dev.ibintents.intent.watch;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The summary of a day. */
@Timeout(120)
final class DigestTest {
  @TempDir Path folder;
  private WatchBench at;

  @BeforeEach
  void open() throws Exception {
    at = new WatchBench(folder);
    at.channels(at.webhook("main", "digest"));
  }

  @AfterEach
  void close() {
    at.close();
  }

  @Test
  void itHasTheDayByStrategyTheAccountTradesAndWhatIsDue() throws Exception {
    at.bench.ok("/reconcile", "{}");
    at.clock.advance(Duration.ofDays(1));
    at.door.store().delete("strategies/futures");
    at.bench.ok("/orchestrate", "{}");
    at.bench.awaitFilled();
    at.bench.ok("/reconcile", "{}");

    JsonObject digest = at.bench.ok("/digest", "{}");

    assertThat(digest.get("day").getAsString()).isEqualTo("2026-12-01");
    JsonObject account = digest.getAsJsonObject("account");
    assertThat(account.get("baseCurrency").getAsString()).isEqualTo("USD");
    assertThat(account.get("since").getAsString()).isEqualTo("2026-11-30");
    JsonObject weights = digest.getAsJsonObject("strategies").getAsJsonObject("weights");
    assertThat(weights.get("costs").getAsBigDecimal().signum()).isLessThan(0);
    assertThat(weights.get("traded").getAsBigDecimal().signum()).isGreaterThan(0);
    assertThat(Bench.texts(digest, "trades").toString()).containsMatch("(bought|sold) \\d+ SPY");
    assertThat(Bench.texts(digest, "problems").toString())
        .contains("orchestrate: futures was left as it is");
    assertThat(Bench.texts(digest, "due")).contains("orchestrate at 10:01 (America/New_York)");
    String text = digest.get("text").getAsString();
    assertThat(text).startsWith("Day: 2026-12-01\nAccount: ");
    assertThat(text).containsMatch("\nweights: [+-]?[\\d,.]+, costs -[\\d.]+, traded [\\d,.]+\n");
    assertThat(text).contains("\nNext: \n- orchestrate at 10:01");
    assertThat(at.told("main")).containsExactly(text);
  }

  @Test
  void itGoesOutOnceADay() throws Exception {
    at.bench.ok("/digest", "{}");
    at.bench.ok("/digest", "{}");
    assertThat(at.told("main")).hasSize(1);

    at.clock.advance(Duration.ofDays(1));
    at.bench.ok("/digest", "{}");

    assertThat(at.told("main")).hasSize(2);
  }

  @Test
  void aDayWithoutRecordSaysSo() throws Exception {
    at.configure("watch", Map.of("secondFactor", true));
    JsonObject digest = at.bench.ok("/digest", "{}");

    assertThat(digest.get("account").isJsonNull()).isTrue();
    assertThat(digest.get("text").getAsString())
        .contains("Account: this day is not on record\nTrades: none\nProblems: none");
  }

  @Test
  void aFutureThatExpiresAndTheSecondFactorAreDue() throws Exception {
    at.configure("watch", Map.of("secondFactor", true, "expiryDays", 60));
    at.bench.expose(Map.of("weights", "0.4", "futures", "0.6"));
    at.day();
    at.clock.advance(Duration.ofDays(4));

    assertThat(Bench.texts(at.bench.ok("/digest", "{}"), "due"))
        .containsExactly(
            "MNQZ6 expires on 2026-12-18", "on Sunday, the login with the second factor");
  }
}
