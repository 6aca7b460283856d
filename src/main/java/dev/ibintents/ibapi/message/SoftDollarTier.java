package dev.ibintents.ibapi.message;

import java.util.Objects;

/**
 * A soft dollar tier, for institutions.
 *
 * @param name the tier's name; empty if there is none
 * @param val the tier's value
 * @param displayName the name in TWS; the gateway sends it, a client does not
 */
public record SoftDollarTier(String name, String val, String displayName) {
  /** No tier. */
  public static final SoftDollarTier NONE = new SoftDollarTier("", "", "");

  /** Refuses {@code null}. */
  public SoftDollarTier {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(val, "val");
    Objects.requireNonNull(displayName, "displayName");
  }

  /** A tier with these fields; {@link #NONE} if all are empty. */
  static SoftDollarTier of(String name, String val, String displayName) {
    boolean isEmpty = name.isEmpty() && val.isEmpty() && displayName.isEmpty();
    return isEmpty ? NONE : new SoftDollarTier(name, val, displayName);
  }
}
