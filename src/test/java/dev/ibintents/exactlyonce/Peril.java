package dev.ibintents.exactlyonce;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The kinds of trouble that {@link Schedule} and {@link History} play at random, beside what every
 * one of them has. With the system property {@code ibintents.soak.perils} only those that it names
 * are played, so that it can be found out which of them it takes to find a fault.
 */
enum Peril {
  /** A process stops at any step, and goes on when its time is over. */
  FREEZE,
  /** Somebody turns the kill switch off at any moment. */
  KILL_SWITCH,
  /** Somebody changes the client id, exposure or limits at any moment. */
  SETTINGS,
  /** The broker corrects an execution, or takes it back. */
  CORRECTIONS,
  /** Orders wait for the next day. */
  OVER_NIGHT,
  /** An order is reported as refused, and shows up later. */
  LIVING_REFUSALS,
  /** An order is reported as cancelled, and is filled all the same. */
  FILLS_AFTER_CANCEL,
  /** The broker does not say what became of a cancellation. */
  CANCEL_ANSWERS,
  /** Commissions come late, as −1 first, or are corrected. */
  COMMISSIONS,
  /** The gateway loses the broker, and finds it again. */
  CONNECTIVITY,
  /** Strategies want what has a multiplier, a magnifier or another currency. */
  INSTRUMENTS;

  private static final Set<Peril> PLAYED = played();

  private static Set<Peril> played() {
    String named = System.getProperty("ibintents.soak.perils", "");
    return named.isEmpty()
        ? EnumSet.allOf(Peril.class)
        : Arrays.stream(named.split(",")).map(Peril::valueOf).collect(Collectors.toSet());
  }

  boolean isPlayed() {
    return PLAYED.contains(this);
  }
}
