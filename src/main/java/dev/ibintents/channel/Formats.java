package dev.ibintents.channel;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The form in which each kind of channel takes a message.
 *
 * <p>The limits are those of the services: Slack advises at most 4,000 letters, Telegram takes
 * 4,096, Discord 2,000, and ntfy 4,096 bytes.
 */
final class Formats {
  private static final int SLACK_MOST = 3_800;
  private static final int TELEGRAM_MOST = 3_900;
  private static final int DISCORD_MOST = 1_900;
  private static final int NTFY_MOST = 3_900;

  private static final String TELEGRAM = "https://api.telegram.org";
  private static final String NTFY = "https://ntfy.sh";
  private static final int NTFY_HIGH = 4;
  private static final int NTFY_USUAL = 3;

  private static final Pattern BOT_TOKEN = Pattern.compile("\\d{1,20}:[A-Za-z0-9_-]{1,100}");

  /** The letters that format a text on Discord. */
  private static final Pattern MARKDOWN = Pattern.compile("([\\\\*_~`|>#\\[\\]()<:@-])");

  private Formats() {}

  /**
   * A message as a channel takes it.
   *
   * @param secret the channel's secret; empty if it has none
   * @throws InvalidChannelException if the secret has a wrong form
   */
  static Post post(Channel channel, String secret, Message message) {
    return switch (channel.kind()) {
      case SLACK -> slack(channel, secret, message);
      case TELEGRAM -> telegram(channel, secret, message);
      case DISCORD -> discord(channel, secret, message);
      case NTFY -> ntfy(channel, secret, message);
      case WEBHOOK -> webhook(channel, secret, message);
      case MAIL -> Mail.post(channel, secret, message);
    };
  }

  private static URI secretAddress(Channel channel, String secret) {
    return Addresses.parse(secret)
        .orElseThrow(
            () ->
                new InvalidChannelException(
                    "the secret of the channel %s must be %s"
                        .formatted(channel.name(), Addresses.FORM)));
  }

  /** Slack, "Formatting text for app surfaces": only these three letters are escaped. */
  private static String escapedForSlack(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static Post slack(Channel channel, String secret, Message message) {
    String text =
        new FittedText(Formats::escapedForSlack, String::length, SLACK_MOST).of(message.items());
    JsonObject body = new JsonObject();
    body.addProperty("text", "*" + escapedForSlack(message.heading()) + "*\n" + text);
    body.addProperty("unfurl_links", false);
    body.addProperty("unfurl_media", false);
    return Post.of(secretAddress(channel, secret), body);
  }

  private static Post telegram(Channel channel, String secret, Message message) {
    if (!BOT_TOKEN.matcher(secret).matches()) {
      throw new InvalidChannelException(
          "the secret of the channel %s must be the token of a bot, such as 123456:ABC"
              .formatted(channel.name()));
    }
    // HTML of Telegram needs the same three letters escaped.
    String text =
        new FittedText(Formats::escapedForSlack, String::length, TELEGRAM_MOST).of(message.items());
    JsonObject body = new JsonObject();
    body.addProperty("chat_id", channel.field(ChannelField.CHAT));
    body.addProperty("text", "<b>" + escapedForSlack(message.heading()) + "</b>\n" + text);
    body.addProperty("parse_mode", "HTML");
    JsonObject preview = new JsonObject();
    preview.addProperty("is_disabled", true);
    body.add("link_preview_options", preview);
    return Post.of(channel.at(TELEGRAM, "bot" + secret + "/sendMessage"), body);
  }

  private static String escapedForDiscord(String text) {
    return MARKDOWN.matcher(text).replaceAll("\\\\$1");
  }

  private static Post discord(Channel channel, String secret, Message message) {
    String text =
        new FittedText(Formats::escapedForDiscord, String::length, DISCORD_MOST)
            .of(message.items());
    JsonObject body = new JsonObject();
    body.addProperty("content", "**" + escapedForDiscord(message.heading()) + "**\n" + text);
    JsonObject mentions = new JsonObject();
    mentions.add("parse", new JsonArray());
    body.add("allowed_mentions", mentions);
    return Post.of(secretAddress(channel, secret), body);
  }

  private static Post ntfy(Channel channel, String secret, Message message) {
    boolean isFailure =
        message.items().stream().anyMatch(item -> item.kind() == EventKind.FAILURES);
    JsonObject body = new JsonObject();
    body.addProperty("topic", channel.field(ChannelField.TOPIC));
    body.addProperty("title", message.heading());
    body.addProperty(
        "message",
        new FittedText(text -> text, text -> text.getBytes(UTF_8).length, NTFY_MOST)
            .of(message.items()));
    body.addProperty("priority", isFailure ? NTFY_HIGH : NTFY_USUAL);
    return new Post(channel.at(NTFY, ""), secret.isEmpty() ? Map.of() : Post.bearer(secret), body);
  }

  private static Post webhook(Channel channel, String secret, Message message) {
    JsonObject body = new JsonObject();
    body.addProperty("id", message.id());
    body.addProperty("title", message.title());
    body.addProperty("repetition", message.isRepetition());
    JsonArray events = new JsonArray();
    for (Message.Item item : message.items()) {
      JsonObject event = new JsonObject();
      event.addProperty("key", item.key());
      event.addProperty("kind", item.kind().id());
      event.addProperty("at", item.at().toString());
      event.addProperty("text", item.text());
      events.add(event);
    }
    body.add("events", events);
    Map<String, String> headers = new HashMap<>(Map.of("Idempotency-Key", message.id()));
    if (!secret.isEmpty()) {
      headers.putAll(Post.bearer(secret));
    }
    return new Post(URI.create(channel.field(ChannelField.URL)), headers, body);
  }
}
