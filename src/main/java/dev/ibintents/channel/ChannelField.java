package dev.ibintents.channel;

import java.util.regex.Pattern;

/** The fields of a channel, each with the form of its value. */
public enum ChannelField {
  /** The name of the secret: a webhook's URL, a bot's token or an access token. */
  SECRET(
      "secret",
      "[A-Za-z0-9_-]{1,255}|projects/[A-Za-z0-9.:-]+/secrets/[A-Za-z0-9_-]{1,255}",
      "the name of a secret, such as slack-url"),
  /** The chat of a bot. */
  CHAT("chat", "-?\\d{1,20}|@\\w{1,64}", "the id of a chat, such as \"-1001234567890\""),
  /** The topic of ntfy. */
  TOPIC("topic", "[A-Za-z0-9_-]{1,64}", "letters, digits, - and _, at most 64"),
  /** The address of a webhook. */
  URL("url", ".+", Addresses.FORM),
  /** The address of a server in place of the usual one. */
  SERVER("server", ".+", Addresses.FORM),
  /** The service that sends mail. */
  PROVIDER("provider", "resend|postmark|sendgrid", "resend, postmark or sendgrid"),
  /** The sender of mail. */
  FROM("from", "[^\\s@<>\"]+@[^\\s@<>\"]+", "a mail address"),
  /** The receiver of mail. */
  TO("to", "[^\\s@<>\"]+@[^\\s@<>\"]+", "a mail address");

  private final String id;
  private final Pattern form;
  private final String expected;

  ChannelField(String id, String form, String expected) {
    this.id = id;
    this.form = Pattern.compile(form);
    this.expected = expected;
  }

  /** The name in documents. */
  String id() {
    return id;
  }

  /** The right form of a value, in words. */
  String expected() {
    return expected;
  }

  boolean accepts(String value) {
    return form.matcher(value).matches()
        && (this != URL && this != SERVER || Addresses.isAllowed(value));
  }
}
