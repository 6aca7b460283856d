package dev.ibintents.channel;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The form of a message on each channel, its escapes and its limits. */
final class FormatsTest {
  private static final String HOSTILE = "<!channel> *b* _i_ `c` & [a](http://x) @everyone 'q'";

  private static final Map<String, Object> TELEGRAM =
      Map.of("kind", "telegram", "secret", "bot", "chat", "-100123");
  private static final Map<String, Object> MAIL =
      Map.of("kind", "mail", "secret", "key", "from", "a@example.com", "to", "b@example.com");

  private static Message message(String... texts) {
    List<Message.Item> items = new ArrayList<>();
    for (String text : texts) {
      items.add(new Message.Item(EventKind.FAILURES, "2026-11-30/" + text, Instant.EPOCH, text));
    }
    return new Message("the-id", "ib-intents paper", items, false);
  }

  private static Post post(Map<String, ?> channel, String secret, Message message) {
    return Formats.post(Channel.of(channel, "test"), secret, message);
  }

  private static String text(Post post, String field) {
    return post.body().get(field).getAsString();
  }

  @Test
  void slackGetsItsThreeLettersEscaped() {
    Post post =
        post(
            Map.of("kind", "slack", "secret", "url"),
            "https://hooks.slack.com/services/T/B/x",
            message(HOSTILE, "second"));

    assertThat(post.address().toString()).isEqualTo("https://hooks.slack.com/services/T/B/x");
    assertThat(text(post, "text"))
        .isEqualTo(
            "*ib-intents paper*\n• &lt;!channel&gt; *b* _i_ `c` &amp; [a](http://x) @everyone"
                + " 'q'\n• second");
  }

  @Test
  void telegramGetsHtml() {
    Post post = post(TELEGRAM, "123:ABC-d_e", message(HOSTILE));

    assertThat(post.address().toString())
        .isEqualTo("https://api.telegram.org/bot123:ABC-d_e/sendMessage");
    assertThat(text(post, "chat_id")).isEqualTo("-100123");
    assertThat(text(post, "parse_mode")).isEqualTo("HTML");
    assertThat(text(post, "text")).startsWith("<b>ib-intents paper</b>\n&lt;!channel&gt; *b*");
  }

  @Test
  void discordGetsNoMentionsAndNoMarkdownOfOthers() {
    Post post =
        post(
            Map.of("kind", "discord", "secret", "url"),
            "https://discord.com/api/webhooks/1/x",
            message(HOSTILE));

    assertThat(text(post, "content"))
        .startsWith("**ib\\-intents paper**\n\\<!channel\\> \\*b\\* \\_i\\_ \\`c\\` & \\[a\\]\\(");
    assertThat(text(post, "content")).contains("\\@everyone");
    assertThat(post.body().getAsJsonObject("allowed_mentions").getAsJsonArray("parse")).isEmpty();
  }

  @Test
  void ntfyGetsATopicAPriorityAndAToken() {
    Post post = post(Map.of("kind", "ntfy", "topic", "t-1", "secret", "s"), "tk_1", message("a"));

    assertThat(post.address().toString()).isEqualTo("https://ntfy.sh/");
    assertThat(post.headers()).containsExactly("Authorization", "Bearer tk_1");
    assertThat(text(post, "topic")).isEqualTo("t-1");
    assertThat(post.body().get("priority").getAsInt()).isEqualTo(4);
    assertThat(
            post(
                    Map.of("kind", "ntfy", "topic", "t", "server", "https://ntfy.example.com/x"),
                    "",
                    message("a"))
                .address()
                .toString())
        .isEqualTo("https://ntfy.example.com/x/");
  }

  @Test
  void aWebhookGetsEachEventWithItsKey() {
    Post post =
        post(Map.of("kind", "webhook", "url", "https://example.com/in"), "", message("a", "b"));

    assertThat(post.headers()).containsExactly("Idempotency-Key", "the-id");
    JsonObject event = post.body().getAsJsonArray("events").get(1).getAsJsonObject();
    assertThat(event.get("key").getAsString()).isEqualTo("2026-11-30/b");
    assertThat(event.get("kind").getAsString()).isEqualTo("failures");
  }

  @ParameterizedTest
  @CsvSource({
    "resend,https://api.resend.com/emails,subject",
    "postmark,https://api.postmarkapp.com/email,Subject",
    "sendgrid,https://api.sendgrid.com/v3/mail/send,subject"
  })
  void mailIsPlainTextByEachService(String provider, String address, String subject) {
    Map<String, Object> fields = new HashMap<>(MAIL);
    fields.put("provider", provider);

    Post post = post(fields, "k1", message(HOSTILE));

    assertThat(post.address().toString()).isEqualTo(address);
    assertThat(text(post, subject)).isEqualTo("ib-intents paper");
    assertThat(post.body().toString()).contains("a@example.com");
    assertThat(post.body().toString()).contains("b@example.com");
    assertThat(post.headers().toString()).contains("k1");
    assertThat(post.body().toString()).doesNotContain("k1");
  }

  @Test
  void aRepetitionSaysSo() {
    Message again = new Message("the-id", "title", message("a").items(), true);

    assertThat(
            text(
                post(Map.of("kind", "slack", "secret", "u"), "https://example.com/", again),
                "text"))
        .startsWith("*title (may have been sent before)*\n");
  }

  /** A service that escapes letters or counts bytes gets less text, and never too much. */
  @Test
  void noServiceGetsMoreThanItTakes() {
    for (String unit : List.of("a", "<", "*", "é", "🚨", "漢")) {
      String longText = unit.repeat(9_000);
      for (Message message :
          List.of(message(longText), message(longText, "second"), message(many(unit.repeat(90))))) {
        check("slack", "text", 4_000, message);
        check("discord", "content", 2_000, message);
        String telegram = text(post(TELEGRAM, "1:a", message), "text");
        assertThat(telegram.length()).isAtMost(4_096);
        String ntfy = text(post(Map.of("kind", "ntfy", "topic", "t"), "", message), "message");
        assertThat(ntfy.getBytes(UTF_8).length).isAtMost(4_096);
        assertThat(new String(ntfy.getBytes(UTF_8), UTF_8)).isEqualTo(ntfy);
        if (message.items().size() > 1) {
          assertWithMessage(telegram).that(telegram).containsMatch("• \\d+ more; status and runs");
        }
      }
    }
  }

  private static String[] many(String text) {
    String[] texts = new String[300];
    Arrays.fill(texts, text);
    return texts;
  }

  private static void check(String kind, String field, int most, Message message) {
    String text =
        text(post(Map.of("kind", kind, "secret", "u"), "https://example.com/", message), field);
    assertThat(text.length()).isAtMost(most);
    assertThat(Character.isHighSurrogate(text.charAt(text.length() - 1))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "slack,http://hooks.slack.com/x,must be an address that begins with https://",
    "slack,https://u:p@hooks.slack.com/x,must be an address",
    "slack,not a url,must be an address",
    "telegram,123:ABC/../x,must be the token of a bot"
  })
  void aSecretOfAWrongFormIsRefusedWithoutShowingIt(String kind, String secret, String words) {
    Map<String, Object> channel =
        kind.equals("slack") ? Map.of("kind", "slack", "secret", "u") : TELEGRAM;

    String refusal =
        assertThrows(InvalidChannelException.class, () -> post(channel, secret, message("a")))
            .getMessage();

    assertThat(refusal).contains(words);
    assertThat(refusal).doesNotContain(secret);
  }

  @Test
  void aPostShowsNothingOfItself() {
    assertThat(post(TELEGRAM, "123:ABC", message("a")).toString()).isEqualTo("a post");
  }
}
