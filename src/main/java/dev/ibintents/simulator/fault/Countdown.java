package dev.ibintents.simulator.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Planned faults, each of which waits for the n-th event of a kind and strikes once. The next event
 * is number 1.
 *
 * @param <T> the type of a fault
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
   * Plans faults for one kind of event.
   *
   * @param event the kind of event, in the singular
   */
  Countdown(String event) {
    this.event = event;
  }

  /**
   * Plans a fault for an event.
   *
   * @throws IllegalArgumentException if the number is below 1
   */
  synchronized void plan(int number, T fault) {
    if (number < 1) {
      throw new IllegalArgumentException("the next " + event + " has number 1, not " + number);
    }
    planned.add(new Planned<>(number, fault));
  }

  /** Counts an event, and returns the fault that strikes at it, if any. */
  synchronized Optional<T> next() {
    Optional<T> striking = Optional.empty();
    for (Iterator<Planned<T>> iterator = planned.iterator(); iterator.hasNext(); ) {
      Planned<T> waiting = iterator.next();
      waiting.eventsToCome--;
      if (waiting.eventsToCome == 0) {
        iterator.remove();
        striking = Optional.of(waiting.fault);
      }
    }
    return striking;
  }

  synchronized void clear() {
    planned.clear();
  }
}
