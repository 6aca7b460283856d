package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The writes that are forbidden to a process that was frozen, when it goes on. */
enum Ban {
  /** It may go on as if nothing had happened. */
  NONE,
  /** Its lease is over, or nobody may trade: it begins no run. */
  BEGINNING,
  /** Another has had the account since: it writes nothing about runs at all. */
  WRITING;

  /** The ledger as it is before the process goes on. */
  static final class Before {
    private final ExactlyOnceProof proof;
    private final Set<String> begun;
    private final Map<String, String> ledger;

    Before(ExactlyOnceProof proof) {
      this.proof = proof;
      this.begun = proof.begun();
      this.ledger = proof.ledger();
    }

    private Set<String> begunSince() {
      Set<String> since = new TreeSet<>(proof.begun());
      since.removeAll(begun);
      return since;
    }

    /** The entries that have changed, but for acknowledgements, which anybody may write. */
    private Map<String, String> changes() {
      Map<String, String> changes = new TreeMap<>(proof.ledger());
      changes.entrySet().removeAll(ledger.entrySet());
      changes.values().removeIf("acknowledged"::equals);
      return changes;
    }
  }

  /** Requires that it has not written what it may not. */
  void require(Before before) {
    if (this != NONE) {
      assertWithMessage("runs that it began").that(before.begunSince()).isEmpty();
    }
    if (this == WRITING) {
      assertWithMessage("what it changed in the ledger").that(before.changes()).isEmpty();
    }
  }
}
