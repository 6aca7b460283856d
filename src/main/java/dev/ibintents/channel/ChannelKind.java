package dev.ibintents.channel;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds of channels, each with its fields. */
public enum ChannelKind {
  /** An incoming webhook of Slack, or of a service that takes the same form. */
  SLACK("slack", Set.of(ChannelField.SECRET), Set.of()),
  /** A bot of Telegram. */
  TELEGRAM("telegram", Set.of(ChannelField.SECRET, ChannelField.CHAT), Set.of(ChannelField.SERVER)),
  /** A webhook of Discord. */
  DISCORD("discord", Set.of(ChannelField.SECRET), Set.of()),
  /** A topic of ntfy.sh, or of a server of one's own. */
  NTFY("ntfy", Set.of(ChannelField.TOPIC), Set.of(ChannelField.SERVER, ChannelField.SECRET)),
  /** Any server that takes JSON. */
  WEBHOOK("webhook", Set.of(ChannelField.URL), Set.of(ChannelField.SECRET)),
  /** Mail, by a service with an HTTP interface. */
  MAIL(
      "mail",
      Set.of(ChannelField.PROVIDER, ChannelField.FROM, ChannelField.TO, ChannelField.SECRET),
      Set.of(ChannelField.SERVER));

  private final String id;
  private final Set<ChannelField> required;
  private final Set<ChannelField> optional;

  ChannelKind(String id, Set<ChannelField> required, Set<ChannelField> optional) {
    this.id = id;
    this.required = required;
    this.optional = optional;
  }

  /** The word in documents. */
  String id() {
    return id;
  }

  boolean requires(ChannelField field) {
    return required.contains(field);
  }

  boolean has(ChannelField field) {
    return required.contains(field) || optional.contains(field);
  }

  static Optional<ChannelKind> named(String word) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(word)).findFirst();
  }

  static List<String> ids() {
    return Arrays.stream(values()).map(ChannelKind::id).toList();
  }
}
