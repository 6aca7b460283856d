package dev.ibintents.intent.signals;

import dev.ibintents.store.RecordFields;
import java.time.Instant;
import java.util.Optional;

/**
 * The record of a request that set a strategy's target.
 *
 * @param id the id of the document in {@link TargetStore#COLLECTION}
 * @param setAt the time of the request
 * @param asOf the time of the signals by the program that computed them
 * @param by the program or person by its own words
 * @param origin the key of the request in words
 * @param invocation the invocation that stored it
 */
record TargetSetting(
    String id,
    Instant setAt,
    Optional<Instant> asOf,
    Optional<String> by,
    String origin,
    String invocation) {
  /** Converts it to the fields of documents, and back. */
  static final RecordFields<TargetSetting> FIELDS = RecordFields.of(TargetSetting.class);

  /** The time from which the age of the signals counts. */
  Instant updatedAt() {
    return asOf.orElse(setAt);
  }
}
