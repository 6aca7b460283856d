package dev.ibintents.messages;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.channel.Channel;
import dev.ibintents.channel.EventKind;
import dev.ibintents.channel.Receipt;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.RecordFields;
import dev.ibintents.store.Stored;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * An event in the outbox, for one channel: {@code messages/{id}}. The id is made of the trading
 * mode, the channel and the event's key, so that an event is there once.
 *
 * @param id the document's id
 * @param mode the trading mode
 * @param channel the channel's name
 * @param key the event's key
 * @param kind the event's kind
 * @param text the event in words
 * @param at the time of the event
 * @param open whether it is still to be sent. A query names this field
 * @param state its state
 * @param batch the message that it was sent in last; empty before
 * @param perhapsSent whether an attempt may have succeeded
 * @param until the time from which another invocation may send it
 * @param holder the invocation that sends it, or sent it last
 * @param attempts the number of attempts that have ended
 * @param lastError the reason why the last attempt failed
 * @param endedAt the time at which it was sent or dropped
 */
record OutboxEntry(
    @Stored(id = true) String id,
    TradingMode mode,
    String channel,
    String key,
    EventKind kind,
    String text,
    Instant at,
    boolean open,
    OutboxState state,
    String batch,
    boolean perhapsSent,
    Optional<Instant> until,
    String holder,
    int attempts,
    Optional<String> lastError,
    Optional<Instant> endedAt) {
  static final RecordFields<OutboxEntry> FIELDS = RecordFields.of(OutboxEntry.class);

  private static final int ID_LENGTH = 40;

  static OutboxEntry waiting(TradingMode mode, Channel channel, Event event) {
    return new OutboxEntry(
        hash(mode.id() + "\n" + channel.name() + "\n" + event.key()),
        mode,
        channel.name(),
        event.key(),
        event.kind(),
        event.text(),
        event.at(),
        true,
        OutboxState.WAITING,
        "",
        false,
        Optional.empty(),
        "",
        0,
        Optional.empty(),
        Optional.empty());
  }

  static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)))
          .substring(0, ID_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  String path() {
    return Outbox.COLLECTION + "/" + id;
  }

  /** Whether an invocation may send it now. */
  boolean isFree(Instant now) {
    return open && until.filter(now::isBefore).isEmpty();
  }

  /** This entry while an invocation sends it. */
  OutboxEntry claimed(String newHolder, String newBatch, Instant leaseEnd) {
    // An entry whose sender has not come back may have been sent.
    boolean isInDoubt = perhapsSent || state == OutboxState.SENDING;
    return new OutboxEntry(
        id,
        mode,
        channel,
        key,
        kind,
        text,
        at,
        true,
        OutboxState.SENDING,
        isInDoubt && !batch.isEmpty() ? batch : newBatch,
        isInDoubt,
        Optional.of(leaseEnd),
        newHolder,
        attempts,
        lastError,
        endedAt);
  }

  /** This entry after an attempt to send it. */
  OutboxEntry after(Receipt receipt, Instant now) {
    if (receipt.result() == Receipt.Result.TAKEN) {
      return tried(OutboxState.SENT, perhapsSent, Optional.empty(), lastError, now);
    }
    return tried(
        OutboxState.WAITING,
        perhapsSent || receipt.result() == Receipt.Result.UNKNOWN,
        receipt.notBefore().map(now::plus),
        Optional.of(receipt.words()),
        now);
  }

  /** This entry, given up. */
  OutboxEntry dropped(String reason, Instant now) {
    return tried(OutboxState.DROPPED, perhapsSent, Optional.empty(), Optional.of(reason), now);
  }

  private OutboxEntry tried(
      OutboxState next,
      boolean isInDoubt,
      Optional<Instant> freeFrom,
      Optional<String> error,
      Instant now) {
    boolean isWaiting = next == OutboxState.WAITING;
    return new OutboxEntry(
        id,
        mode,
        channel,
        key,
        kind,
        text,
        at,
        isWaiting,
        next,
        batch,
        isInDoubt,
        freeFrom,
        holder,
        attempts + 1,
        error,
        isWaiting ? Optional.empty() : Optional.of(now));
  }
}
