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
 * @param empty days of which the broker has said again that it has no bars; they are not asked for
 *     any more
 * @param askedOn by day, when it was asked for without an answer; a day is asked for once a day
 */
public record Holes(SortedSet<LocalDate> empty, SortedMap<LocalDate, LocalDate> askedOn) {
  /** Nothing was ever asked for again. */
  public static final Holes NONE = new Holes(new TreeSet<>(), new TreeMap<>());

  /** Keeps its own copies. */
  public Holes {
    empty = Collections.unmodifiableSortedSet(new TreeSet<>(empty));
    askedOn = Collections.unmodifiableSortedMap(new TreeMap<>(askedOn));
  }

  /** Whether a day may be asked for today. */
  public boolean mayBeAskedFor(LocalDate day, LocalDate today) {
    LocalDate last = askedOn.get(day);
    return !empty.contains(day) && (last == null || last.isBefore(today));
  }

  /** These holes with days on which the broker has no bars. */
  public Holes withEmpty(Collection<LocalDate> days) {
    return with(new Holes(new TreeSet<>(days), new TreeMap<>()));
  }

  /** These holes with days for which the broker was asked today, and gave no answer. */
  public Holes withAsked(Collection<LocalDate> days, LocalDate today) {
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
}
