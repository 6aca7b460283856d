package dev.ibintents.intent.watch;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MessageServer;
import dev.ibintents.bench.MessageServer.Received;
import dev.ibintents.bench.MessageServer.Reply;
import dev.ibintents.bench.Waiting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of intents, to services that are well, slow, busy, broken or dead. */
@Timeout(120)
final class MessagesTest {
  @TempDir Path folder;
  private WatchBench at;

  @BeforeEach
  void open() throws Exception {
    at = new WatchBench(folder);
    at.schedule();
    at.channels(at.webhook("main", "failures"));
    at.configure("watch", Map.of("cushion", "0.999"));
  }

  @AfterEach
  void close() {
    at.close();
  }

  private Received last() {
    return at.server.received().get(at.server.received().size() - 1);
  }

  @Test
  void theEventsOfOneInvocationAreOneMessage() throws Exception {
    at.configure("watch", Map.of("cushion", "0.999", "expiryDays", 60));

    at.watch(500);

    assertThat(at.server.received()).hasSize(1);
    assertThat(last().texts()).hasSize(2);
    assertThat(last().body().get("title").getAsString())
        .isEqualTo("ib-intents paper: 2 events need attention");
  }

  @Test
  void messagesGoOutAfterTheGatewayIsDisconnected() throws Exception {
    AtomicBoolean wasFree = new AtomicBoolean();
    at.server.onArrival(
        () -> {
          Waiting.until("no client is connected", () -> at.door.gateway().sessions() == 0);
          wasFree.set(true);
        });

    at.watch(500);

    assertThat(wasFree.get()).isTrue();
  }

  @Test
  void aServiceThatNeverAnswersHoldsUpNothingAndGetsTheMessageAgainAsARepetition()
      throws Exception {
    at.server.replies(Reply.NEVER);
    long begun = System.nanoTime();
    JsonObject answer = at.watch(500);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(20));
    assertThat(answer.get("error").getAsString()).startsWith("WatchException: cushion: ");
    assertThat(last().body().get("repetition").getAsBoolean()).isFalse();
    String key = last().header("Idempotency-key");
    at.server.replies(Reply.OK);

    at.watch(500);

    assertThat(at.server.received()).hasSize(2);
    assertThat(last().body().get("repetition").getAsBoolean()).isTrue();
    assertThat(last().header("Idempotency-key")).isEqualTo(key);
    at.watch(500);
    assertThat(at.server.received()).hasSize(2);
  }

  @Test
  void aSlowServiceIsWaitedFor() throws Exception {
    at.server.replies(Reply.slow(Duration.ofSeconds(2)));

    at.watch(500);
    at.watch(500);

    assertThat(at.server.received()).hasSize(1);
  }

  @Test
  void aServiceThatIsBusyIsAskedAgainAtTheTimeThatItNames() throws Exception {
    at.server.replies(Reply.of(429, "Retry-After", "600"));
    at.watch(500);
    at.server.replies(Reply.OK);
    at.watch(500);
    assertThat(at.server.received()).hasSize(1);

    at.clock.advance(Duration.ofMinutes(11));
    at.watch(500);

    assertThat(at.server.received()).hasSize(2);
    assertThat(last().body().get("repetition").getAsBoolean()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 404, 302})
  void aMessageThatWasNotTakenGoesOutWithTheNextInvocation(int status) throws Exception {
    at.server.replies(Reply.of(status, "Location", at.server.url() + "/elsewhere"));
    at.watch(500);
    at.server.replies(Reply.OK);

    at.bench.ok("/reconcile", "{}");

    assertThat(at.server.received()).hasSize(2);
    assertThat(last().path()).isEqualTo("/main");
    assertThat(last().body().get("repetition").getAsBoolean()).isFalse();
  }

  @Test
  void filledOrdersAreToldOnce() throws Exception {
    at.configure("watch", Map.of());
    at.channels(at.webhook("fills", "fills"));
    at.day();

    assertThat(at.told("fills")).isNotEmpty();
    assertThat(at.told("fills").toString()).containsMatch("(bought|sold) \\d+ SPY at [\\d.]+ for");
    int told = at.told("fills").size();
    at.bench.reconciled();
    at.watch(200);
    assertThat(at.told("fills")).hasSize(told);
    assertThat(at.server.received()).hasSize(1);
  }

  @Test
  void aDryRunAndAWrongRequestTellNothing() throws Exception {
    at.door.store().delete("strategies/futures");
    at.bench.ok("/allocation", doubleQuoted("{'dryRun': true}"));
    at.door.post("/allocation", doubleQuoted("{'dryrun': true}"));

    assertThat(at.server.received()).isEmpty();
  }

  @Test
  void aSecretThatCannotBeReadIsToldOnOtherChannels() throws Exception {
    at.channels(
        at.webhook("main", "failures"),
        Map.of("kind", "slack", "secret", "slack-url", "filter", List.of("digest")));
    at.secrets.put("slack-url", "ftp://example.com/secret-part");

    at.bench.ok("/digest", "{}");

    assertThat(at.told("main").toString())
        .contains("the channel slack does not take messages: the secret of the channel slack must");
    assertThat(at.told("main").toString()).doesNotContain("secret-part");
  }

  @Test
  void aSecretIsReadOnceForAllChannelsAndAttempts() throws Exception {
    at.channels(
        Map.of("kind", "slack", "name", "one", "secret", "slack-url"),
        Map.of("kind", "slack", "name", "other", "secret", "slack-url"));
    at.secrets.put("slack-url", at.server.url() + "/services/T/B/x");
    at.server.replies(Reply.of(404));

    at.watch(500);

    assertThat(at.server.received().size()).isGreaterThan(2);
    assertThat(at.readSecrets).containsExactly("slack-url");
  }

  @Test
  void aSlackChannelGetsItsOwnForm() throws Exception {
    at.channels(Map.of("kind", "slack", "secret", "slack-url"));
    at.secrets.put("slack-url", at.server.url() + "/services/T/B/x");

    at.watch(500);

    assertThat(last().path()).isEqualTo("/services/T/B/x");
    assertThat(last().body().get("text").getAsString())
        .startsWith("*ib-intents paper: 1 event needs attention*\nexcess liquidity is ");
    assertThat(at.door.store().list("messages").toString()).doesNotContain("/services/T/B/x");
    assertThat(at.door.store().list("activity").toString()).doesNotContain("/services/T/B/x");
  }

  @Test
  void wrongChannelsAreRefusedTogetherWithTheirPlace() throws Exception {
    at.channels(
        Map.of("kind", "slck"),
        Map.of("kind", "webhook", "url", "http://169.254.169.254/computeMetadata"),
        Map.of("kind", "webhook", "url", "https://u:p@example.com/", "filter", List.of("all")),
        Map.of("kind", "telegram", "secret", "token", "chats", "1"));

    String error = FrontDoor.error(at.door.post("/watch", "{}"));

    assertThat(error)
        .contains(
            doubleQuoted(
                "config/common notifications[0].kind is 'slck'; it must be one of slack, telegram,"
                    + " discord, ntfy, webhook, mail"));
    assertThat(error)
        .contains(
            doubleQuoted(
                "notifications[1].url is 'http://169.254.169.254/computeMetadata'; it must be an"
                    + " address that begins with https://"));
    assertThat(error).contains("notifications[2].filter is [all]; it must be a list of failures");
    assertThat(error).contains("notifications[3].chat is missing; it is the id of a chat");
    assertThat(error).contains("notifications[3] has the unknown fields chats");
  }

  @Test
  void twoChannelsOfOneNameAreRefused() throws Exception {
    at.channels(at.webhook("main"), at.webhook("main"));

    assertThat(FrontDoor.error(at.door.post("/watch", "{}")))
        .contains("notifications[1] has the name main of another one; set name to another");
  }

  @Test
  void aSlowServiceDoesNotHoldUpAnother() throws Exception {
    try (MessageServer dead = new MessageServer()) {
      dead.replies(Reply.NEVER);
      at.channels(
          Map.of("kind", "webhook", "name", "dead", "url", dead.url() + "/"),
          at.webhook("main", "failures"));

      at.watch(500);

      assertThat(at.told("main")).hasSize(1);
      assertThat(dead.received()).hasSize(1);
    }
  }
}
