package dev.ibintents.trading.order;

import dev.ibintents.ibapi.message.GatewayTime;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Parses a moment that a person writes in an order: in a form of the gateway, in ISO-8601 or in
 * words. It must mean a single moment in the future.
 */
final class OrderTime {
  private static final Pattern GATEWAY_FORM = Pattern.compile("\\d{8}([- ].*)?");
  private static final Pattern GATEWAY_FORM_WITHOUT_ZONE =
      Pattern.compile("\\d{8}( +\\d\\d:\\d\\d(:\\d\\d)?)?");
  private static final Pattern ISO_FORM = Pattern.compile("\\d{4}-\\d\\d-\\d\\d([Tt].*)?");

  /** The furthest moment. No order lives this long, so a later moment is a mistake. */
  private static final Duration FURTHEST = Duration.ofDays(3 * 365);

  private static final DateTimeFormatter ISO =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_LOCAL_DATE_TIME)
          .appendPattern("[XXX][XX][X]")
          .toFormatter(Locale.ROOT)
          .withResolverStyle(ResolverStyle.STRICT);

  private OrderTime() {}

  /**
   * Returns the moment of a text, in whole seconds.
   *
   * @param text the text as written
   * @param now the present, to which the text may be relative
   * @param zone the time zone for words that name no zone
   * @throws DateTimeException if the text is unclear, or the moment is past; the message follows
   *     the field's name
   */
  static Instant parse(String text, Instant now, ZoneId zone) {
    String trimmed = text.trim();
    Instant moment;
    if (GATEWAY_FORM.matcher(trimmed).matches()) {
      moment = ofGateway(trimmed);
    } else if (ISO_FORM.matcher(trimmed).matches()) {
      moment = ofIso(trimmed);
    } else {
      // The library for phrases is loaded here, only when it is needed.
      moment = TimePhrase.parse(trimmed, now, zone);
    }
    Instant seconds = moment.truncatedTo(ChronoUnit.SECONDS);
    if (!seconds.isAfter(now)) {
      throw new DateTimeException(
          "is \"%s\", which means %s and is past (now is %s)"
              .formatted(text, seconds, now.truncatedTo(ChronoUnit.SECONDS)));
    }
    if (seconds.isAfter(now.plus(FURTHEST))) {
      throw new DateTimeException(
          "is \"%s\", which means %s and is too far away".formatted(text, seconds));
    }
    return seconds;
  }

  /** Whether a text is in words, and neither in a form of the gateway nor in ISO-8601. */
  static boolean isInWords(String text) {
    String trimmed = text.trim();
    return !GATEWAY_FORM.matcher(trimmed).matches() && !ISO_FORM.matcher(trimmed).matches();
  }

  private static Instant ofGateway(String text) {
    if (GATEWAY_FORM_WITHOUT_ZONE.matcher(text).matches()) {
      throw new DateTimeException(
          "is \"%s\" without a time zone; write 20261201-20:30:00 for UTC, or 20261201 15:30:00"
                  .formatted(text)
              + " America/New_York");
    }
    requireOneMoment(text);
    return GatewayTime.absolute(text)
        .orElseThrow(
            () ->
                new DateTimeException(
                    "is \"%s\", which is no time; write 20261201-20:30:00 for UTC, or 20261201"
                            .formatted(text)
                        + " 15:30:00 America/New_York"));
  }

  /**
   * Refuses a time in the gateway's form that exists twice in its zone, or not at all. All other
   * texts are accepted.
   *
   * @throws DateTimeException if there are two such moments or none; the message has the right
   *     forms, and follows the field's name
   */
  static void requireOneMoment(String text) {
    Optional<Instant> first = GatewayTime.absolute(text);
    List<Instant> possible = GatewayTime.possible(text);
    if (first.isPresent() && possible.isEmpty()) {
      throw new DateTimeException(
          "is \"%s\", a time that clocks leave out there on that day; write it in UTC, such as %s"
              .formatted(text, GatewayTime.utc(first.get())));
    }
    if (possible.size() > 1) {
      throw new DateTimeException(
          "is \"%s\", an hour that comes twice on that day; write it in UTC: %s"
              .formatted(
                  text,
                  possible.stream().map(GatewayTime::utc).collect(Collectors.joining(" or "))));
    }
  }

  private static Instant ofIso(String text) {
    TemporalAccessor parsed;
    try {
      parsed = ISO.parse(text);
    } catch (DateTimeException e) {
      throw new DateTimeException(
          "is \"%s\", which is no time; write 2026-12-01T15:30:00-05:00".formatted(text), e);
    }
    if (!parsed.isSupported(ChronoField.OFFSET_SECONDS)) {
      throw new DateTimeException(
          "is \"%s\" without an offset; write 2026-12-01T15:30:00-05:00, or Z for UTC"
              .formatted(text));
    }
    return Instant.from(parsed);
  }
}
