package dev.ibintents.marketdata;

import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The results of asking again for days without bars between a series' first and last bar.
 *
 * @param empty days of which the broker has said again that it has no bars; they are not asked for
 *     any more
 * @param askedOn by day, when it was asked for without an answer; a day is asked for once a day
 */
public record Holes(SortedSet<LocalDate> empty, SortedMap<LocalDate, LocalDate> askedOn) {
  private static final String EMPTY = "emptyDays";
  private static final String ASKED = "askedDays";
  private static final String ASKED_ON = "askedDaysOn";

  /** No day was ever asked for again. */
  public static final Holes NONE = new Holes(new TreeSet<>(), new TreeMap<>());

  /** Keeps its own copies. */
  public Holes {
    empty = Collections.unmodifiableSortedSet(new TreeSet<>(empty));
    askedOn = Collections.unmodifiableSortedMap(new TreeMap<>(askedOn));
  }

  /** Whether a day may be asked for today. */
  boolean mayBeAskedFor(LocalDate day, LocalDate today) {
    LocalDate last = askedOn.get(day);
    return !empty.contains(day) && (last == null || last.isBefore(today));
  }

  /** These holes with days on which the broker has no bars. */
  Holes withEmpty(Collection<LocalDate> days) {
    return with(new Holes(new TreeSet<>(days), new TreeMap<>()));
  }

  /** These holes with days for which the broker was asked today, and gave no answer. */
  Holes withAsked(Collection<LocalDate> days, LocalDate today) {
    SortedMap<LocalDate, LocalDate> asked = new TreeMap<>();
    days.forEach(day -> asked.put(day, today));
    return with(new Holes(new TreeSet<>(), asked));
  }

  /** These holes together with those of another collection. */
  Holes with(Holes other) {
    SortedSet<LocalDate> both = new TreeSet<>(empty);
    both.addAll(other.empty);
    SortedMap<LocalDate, LocalDate> latest = new TreeMap<>(askedOn);
    other.askedOn.forEach(
        (day, on) -> latest.merge(day, on, (known, found) -> known.isAfter(found) ? known : found));
    latest.keySet().removeAll(both);
    return new Holes(both, latest);
  }

  /** These holes on days that are still without bars. */
  Holes among(Collection<LocalDate> idleDays) {
    SortedSet<LocalDate> stillEmpty = new TreeSet<>(empty);
    stillEmpty.retainAll(idleDays);
    SortedMap<LocalDate, LocalDate> stillAsked = new TreeMap<>(askedOn);
    stillAsked.keySet().retainAll(idleDays);
    return new Holes(stillEmpty, stillAsked);
  }

  /** Writes the holes into the fields of an index. */
  void into(Map<String, Object> fields) {
    fields.put(EMPTY, texts(empty));
    fields.put(ASKED, texts(askedOn.keySet()));
    fields.put(ASKED_ON, texts(askedOn.values()));
  }

  private static List<String> texts(Collection<LocalDate> days) {
    return days.stream().map(LocalDate::toString).toList();
  }

  /**
   * Reads the fields that {@link #into} writes. An older document does not have them.
   *
   * @throws FieldException if the fields do not fit together
   * @throws DateTimeException if a text is no day
   */
  static Holes of(Document document) {
    List<LocalDate> asked = days(document, ASKED);
    List<LocalDate> on = days(document, ASKED_ON);
    if (asked.size() != on.size()) {
      throw new FieldException(
          "%s: %s do not fit to %s".formatted(document.path(), ASKED_ON, ASKED));
    }
    SortedMap<LocalDate, LocalDate> askedOn = new TreeMap<>();
    for (int i = 0; i < asked.size(); i++) {
      askedOn.put(asked.get(i), on.get(i));
    }
    return new Holes(new TreeSet<>(days(document, EMPTY)), askedOn);
  }

  private static List<LocalDate> days(Document document, String name) {
    List<LocalDate> days = new ArrayList<>();
    if (document.has(name)) {
      for (Object text : document.list(name)) {
        days.add(LocalDate.parse(String.valueOf(text)));
      }
    }
    return days;
  }
}
