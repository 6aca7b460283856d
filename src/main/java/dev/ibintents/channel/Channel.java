package dev.ibintents.channel;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A channel as the configuration names it: {@code {"kind": "slack", "secret": "slack-url",
 * "filter": ["failures"]}}.
 *
 * @param name the name, which no other channel has; the word of the kind by default
 * @param kind the kind
 * @param events the kinds of events that go out on it ({@code filter}); all by default
 * @param fields the values of its other fields
 */
public record Channel(
    String name, ChannelKind kind, Set<EventKind> events, Map<ChannelField, String> fields) {
  private static final String KIND = "kind";
  private static final String NAME = "name";
  private static final String FILTER = "filter";

  /** Keeps copies. */
  public Channel {
    events = Set.copyOf(events);
    fields = Map.copyOf(fields);
  }

  /**
   * Reads a channel; empty if it is wrong.
   *
   * @param written its fields as documents have them
   * @param where the place of the channel, for messages
   * @param refuse gets the faults, in words
   */
  public static Optional<Channel> read(
      Map<String, ?> written, String where, Consumer<String> refuse) {
    try {
      return Optional.of(of(written, where));
    } catch (InvalidChannelException e) {
      refuse.accept(e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Reads a channel.
   *
   * @param written its fields as documents have them
   * @param where the place of the channel, for messages
   * @throws InvalidChannelException if a field is missing, unknown or wrong; the message names all
   *     of them
   */
  static Channel of(Map<String, ?> written, String where) {
    Object word = written.get(KIND);
    ChannelKind kind =
        ChannelKind.named(String.valueOf(word))
            .orElseThrow(
                () ->
                    new InvalidChannelException(
                        "%s.kind is %s; it must be one of %s"
                            .formatted(where, quoted(word), String.join(", ", ChannelKind.ids()))));
    List<String> faults = new ArrayList<>();
    String name = name(written.get(NAME), kind, where, faults);
    Set<EventKind> events = events(written.get(FILTER), where, faults);
    Map<ChannelField, String> fields = fields(written, kind, where, faults);
    unknown(written, kind, where).ifPresent(faults::add);
    if (!faults.isEmpty()) {
      throw new InvalidChannelException(String.join("; ", faults));
    }
    return new Channel(name, kind, events, fields);
  }

  private static String name(Object written, ChannelKind kind, String where, List<String> faults) {
    if (written == null) {
      return kind.id();
    }
    if (written instanceof String text && text.matches("[A-Za-z0-9_-]{1,40}")) {
      return text;
    }
    faults.add(
        "%s.name is %s; it must be letters, digits, - and _, at most 40"
            .formatted(where, quoted(written)));
    return kind.id();
  }

  private static Set<EventKind> events(Object written, String where, List<String> faults) {
    Set<EventKind> events = EnumSet.noneOf(EventKind.class);
    List<?> words =
        written == null ? EventKind.ids() : written instanceof List<?> l ? l : List.of();
    words.forEach(word -> EventKind.named(String.valueOf(word)).ifPresent(events::add));
    if (words.isEmpty() || events.size() < words.size()) {
      faults.add(
          "%s.filter is %s; it must be a list of %s"
              .formatted(where, written, String.join(", ", EventKind.ids())));
    }
    return events;
  }

  private static Map<ChannelField, String> fields(
      Map<String, ?> written, ChannelKind kind, String where, List<String> faults) {
    Map<ChannelField, String> fields = new EnumMap<>(ChannelField.class);
    for (ChannelField field : ChannelField.values()) {
      Object value = written.get(field.id());
      if (!kind.has(field) || value == null && !kind.requires(field)) {
        continue;
      }
      if (value == null) {
        faults.add("%s.%s is missing; it is %s".formatted(where, field.id(), field.expected()));
      } else if (value instanceof String text && field.accepts(text)) {
        fields.put(field, text);
      } else {
        faults.add(
            "%s.%s is %s; it must be %s"
                .formatted(where, field.id(), quoted(value), field.expected()));
      }
    }
    return fields;
  }

  private static Optional<String> unknown(Map<String, ?> written, ChannelKind kind, String where) {
    Set<String> known = new LinkedHashSet<>(List.of(KIND, NAME, FILTER));
    Arrays.stream(ChannelField.values())
        .filter(kind::has)
        .map(ChannelField::id)
        .forEach(known::add);
    String unknown =
        written.keySet().stream()
            .filter(name -> !known.contains(name) && !name.startsWith("x-"))
            .sorted()
            .collect(Collectors.joining(", "));
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s has the unknown fields %s; a channel of the kind %s takes %s"
                .formatted(where, unknown, kind.id(), String.join(", ", known)));
  }

  private static String quoted(Object value) {
    return value instanceof String text ? '"' + text + '"' : String.valueOf(value);
  }

  /** The name of the secret; empty if the channel needs none. */
  public Optional<String> secret() {
    return Optional.ofNullable(fields.get(ChannelField.SECRET));
  }

  /** The value of a field that is there. */
  String field(ChannelField field) {
    return Optional.ofNullable(fields.get(field)).orElseThrow();
  }

  /** The address of a path on the server, or on the usual one. */
  URI at(String usualServer, String path) {
    String server = fields.getOrDefault(ChannelField.SERVER, usualServer);
    return URI.create((server.endsWith("/") ? server : server + "/") + path);
  }
}
