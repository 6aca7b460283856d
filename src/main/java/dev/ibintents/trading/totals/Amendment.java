package dev.ibintents.trading.totals;

import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import java.time.Instant;
import java.util.Map;

/**
 * Effects that became known after a day's record that they belong before: {@code
 * positions/{mode}/amendments/{id}}. A reader adds them to every day that was recorded from {@link
 * #effectiveAt()} on and before {@link #recordedAt()}.
 *
 * @param id the document's id
 * @param cause the path of the document of their cause
 * @param effects the effects on strategies; the quantities are those of {@link Effect#basis()}
 * @param effectiveAt the time from which on the account's values contain them
 * @param recordedAt the time from which on the totals contain them
 */
public record Amendment(
    @Stored(id = true) String id,
    String cause,
    Effects effects,
    Instant effectiveAt,
    Instant recordedAt) {
  private static final RecordFields<Amendment> AMENDMENTS =
      RecordFields.of(Amendment.class, Effects.FORM);

  /** Reads a document. */
  public static Amendment read(Document document) {
    return AMENDMENTS.record(document);
  }

  Map<String, Object> fields() {
    return AMENDMENTS.fields(this);
  }

  /** Whether a day that was recorded at a time lacks the effects. */
  public boolean belongsTo(Instant dayRecordedAt) {
    return !dayRecordedAt.isBefore(effectiveAt) && dayRecordedAt.isBefore(recordedAt);
  }
}
