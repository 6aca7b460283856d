package dev.ibintents.simulator.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Faults that each wait for the n-th event of a kind, and strike once. The next event is number 1.
 *
 * @param <T> what a fault does
 */
final class Countdown<T> {
  private static final class Planned<T> {
    private int eventsToCome;
    private final T fault;

    Planned(int number, T fault) {
      eventsToCome = number;
      this.fault = fault;
    }
  }

  private final List<Planned<T>> planned = new ArrayList<>();
  private final String event;

  /**
   * @param event the kind of event, in the singular
   */
  Countdown(String event) {
    this.event = event;
  }

  /**
   * Has a fault strike at an event.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  synchronized void plan(int number, T fault) {
    if (number < 1) {
      throw new IllegalArgumentException("the next " + event + " is number 1, not " + number);
    }
    planned.add(new Planned<>(number, fault));
  }

  /** Counts an event; returns the fault that strikes at it, if any. */
  synchronized Optional<T> next() {
    Optional<T> striking = Optional.empty();
    for (Iterator<Planned<T>> waiting = planned.iterator(); waiting.hasNext(); ) {
      Planned<T> fault = waiting.next();
      fault.eventsToCome--;
      if (fault.eventsToCome == 0) {
        waiting.remove();
        striking = Optional.of(fault.fault);
      }
    }
    return striking;
  }

  synchronized void clear() {
    planned.clear();
  }
}
