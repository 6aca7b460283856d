package dev.ibintents.marketdata;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The results of asking again for days without bars between a series' first and last bar.
 *
 * @param empty days on which the broker has nothing, as it has said when it was asked again; they
 *     are not asked for any more
 * @param askedOn when others were asked for without an answer, by day; each is asked for once a day
 */
public record Holes(SortedSet<LocalDate> empty, SortedMap<LocalDate, LocalDate> askedOn) {
  /** Nothing was ever asked for again. */
  public static final Holes NONE = new Holes(new TreeSet<>(), new TreeMap<>());

  /** Keeps its own copies. */
  public Holes {
    empty = Collections.unmodifiableSortedSet(new TreeSet<>(empty));
    askedOn = Collections.unmodifiableSortedMap(new TreeMap<>(askedOn));
  }

  /** Whether a day may be asked for on a day. */
  boolean mayBeAskedFor(LocalDate day, LocalDate today) {
    LocalDate last = askedOn.get(day);
    return !empty.contains(day) && (last == null || last.isBefore(today));
  }

  /** With days on which the broker has nothing. */
  Holes withEmpty(Collection<LocalDate> days) {
    return with(new Holes(new TreeSet<>(days), new TreeMap<>()));
  }

  /** With days for which the broker was asked today, and gave no answer. */
  Holes withAsked(Collection<LocalDate> days, LocalDate today) {
    SortedMap<LocalDate, LocalDate> asked = new TreeMap<>();
    days.forEach(day -> asked.put(day, today));
    return with(new Holes(new TreeSet<>(), asked));
  }

  /** The findings of both of two collections. */
  Holes with(Holes other) {
    SortedSet<LocalDate> both = new TreeSet<>(empty);
    both.addAll(other.empty);
    SortedMap<LocalDate, LocalDate> latest = new TreeMap<>(askedOn);
    other.askedOn.forEach(
        (day, on) -> latest.merge(day, on, (one, two) -> one.isAfter(two) ? one : two));
    latest.keySet().removeAll(both);
    return new Holes(both, latest);
  }

  /** As far as these are still days without bars. */
  Holes among(Collection<LocalDate> idleDays) {
    SortedSet<LocalDate> stillEmpty = new TreeSet<>(empty);
    stillEmpty.retainAll(idleDays);
    SortedMap<LocalDate, LocalDate> stillAsked = new TreeMap<>(askedOn);
    stillAsked.keySet().retainAll(idleDays);
    return new Holes(stillEmpty, stillAsked);
  }
}
