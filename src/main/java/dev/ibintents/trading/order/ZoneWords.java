package dev.ibintents.trading.order;

import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A time zone at the end of a phrase: UTC, a city of the time zone database such as New York, or a
 * zone's id. Abbreviations such as CST are not accepted, because most have several meanings.
 *
 * @param zone the zone
 * @param rest the phrase without the zone
 */
record ZoneWords(ZoneId zone, String rest) {
  private static final List<String> NAMES_OF_UTC = List.of("utc", "gmt");

  /**
   * The zones of cities. Other regions have names such as Pacific/Easter, which have another
   * meaning in a phrase.
   */
  private static final Pattern CITY_ZONE =
      Pattern.compile("(Africa|America|Asia|Australia|Europe)/(.+/)?([^/]+)");

  private static final int MOST_WORDS = 3;

  /** Returns the zone at the end of a phrase, if there is one. */
  static Optional<ZoneWords> atEndOf(String phrase) {
    String shorter = withoutLast(phrase, " time");
    String[] words = shorter.split(" ");
    for (int count = Math.min(MOST_WORDS, words.length - 1); count > 0; count--) {
      int first = words.length - count;
      String name = String.join(" ", List.of(words).subList(first, words.length));
      Optional<ZoneId> zone = zone(name);
      if (zone.isPresent()) {
        String rest = String.join(" ", List.of(words).subList(0, first));
        return Optional.of(new ZoneWords(zone.get(), withoutLast(withoutLast(rest, ","), " in")));
      }
    }
    return Optional.empty();
  }

  private static String withoutLast(String text, String end) {
    return text.toLowerCase(Locale.ROOT).endsWith(end)
        ? text.substring(0, text.length() - end.length())
        : text;
  }

  private static Optional<ZoneId> zone(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    if (NAMES_OF_UTC.contains(wanted)) {
      return Optional.of(ZoneId.of("UTC"));
    }
    List<ZoneId> zones =
        ZoneId.getAvailableZoneIds().stream()
            .filter(id -> id.contains("/") && isCalled(id, wanted))
            .sorted()
            .map(ZoneId::of)
            .toList();
    // If a city has several ids, they are old and new names of the same zone.
    boolean isUnique = zones.stream().map(ZoneId::getRules).distinct().count() == 1;
    return isUnique ? Optional.of(zones.get(0)) : Optional.empty();
  }

  private static boolean isCalled(String id, String wanted) {
    return id.toLowerCase(Locale.ROOT).equals(wanted)
        || CITY_ZONE
            .matcher(id)
            .replaceFirst("$3")
            .replace('_', ' ')
            .toLowerCase(Locale.ROOT)
            .equals(wanted);
  }
}
