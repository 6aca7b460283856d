package dev.ibintents.channel;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.HashMap;
import java.util.Map;

/** Mail by a service that takes it by HTTP, as plain text. */
final class Mail {
  private static final int MOST = 100_000;

  private Mail() {}

  static Post post(Channel channel, String secret, Message message) {
    String text = new FittedText(line -> line, String::length, MOST).of(message.items());
    return switch (channel.field(ChannelField.PROVIDER)) {
      case "resend" -> resend(channel, secret, message, text);
      case "postmark" -> postmark(channel, secret, message, text);
      default -> sendgrid(channel, secret, message, text);
    };
  }

  /** Resend, "Send Email": a key of 24 hours keeps a repetition from being sent. */
  private static Post resend(Channel channel, String secret, Message message, String text) {
    JsonObject body = new JsonObject();
    body.addProperty("from", channel.field(ChannelField.FROM));
    body.add("to", list(channel.field(ChannelField.TO)));
    body.addProperty("subject", message.title());
    body.addProperty("text", text);
    Map<String, String> headers = new HashMap<>(Post.bearer(secret));
    headers.put("Idempotency-Key", message.id());
    return new Post(channel.at("https://api.resend.com", "emails"), headers, body);
  }

  /** Postmark, "Send a single email". */
  private static Post postmark(Channel channel, String secret, Message message, String text) {
    JsonObject body = new JsonObject();
    body.addProperty("From", channel.field(ChannelField.FROM));
    body.addProperty("To", channel.field(ChannelField.TO));
    body.addProperty("Subject", message.heading());
    body.addProperty("TextBody", text);
    body.addProperty("MessageStream", "outbound");
    return new Post(
        channel.at("https://api.postmarkapp.com", "email"),
        Map.of("X-Postmark-Server-Token", secret, "Accept", "application/json"),
        body);
  }

  /** Twilio SendGrid, "Mail Send". */
  private static Post sendgrid(Channel channel, String secret, Message message, String text) {
    JsonObject receiver = new JsonObject();
    receiver.add("to", list(address(channel.field(ChannelField.TO))));
    JsonObject content = new JsonObject();
    content.addProperty("type", "text/plain");
    content.addProperty("value", text);
    JsonObject body = new JsonObject();
    body.add("personalizations", list(receiver));
    body.add("from", address(channel.field(ChannelField.FROM)));
    body.addProperty("subject", message.heading());
    body.add("content", list(content));
    return new Post(
        channel.at("https://api.sendgrid.com", "v3/mail/send"), Post.bearer(secret), body);
  }

  private static JsonObject address(String email) {
    JsonObject address = new JsonObject();
    address.addProperty("email", email);
    return address;
  }

  private static JsonArray list(String text) {
    JsonArray list = new JsonArray();
    list.add(text);
    return list;
  }

  private static JsonArray list(JsonObject object) {
    JsonArray list = new JsonArray();
    list.add(object);
    return list;
  }
}
