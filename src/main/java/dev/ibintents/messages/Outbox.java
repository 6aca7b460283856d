package dev.ibintents.messages;

import dev.ibintents.channel.Channel;
import dev.ibintents.channel.Receipt;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Query;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The events that are to be told, one document for each event and channel, in {@code messages}. A
 * document stays when its event was told, and keeps the event from being told again.
 *
 * <p>An invocation claims entries in a transaction before it sends them, for {@link #LEASE}. So two
 * instances never send an entry at the same time. If the sender dies between sending and marking,
 * nobody can know whether the message went out: then it goes out again later, with a remark.
 */
public final class Outbox {
  /** The collection of the outbox. */
  static final String COLLECTION = "messages";

  /** The time for which an invocation keeps the entries that it sends. */
  static final Duration LEASE = Duration.ofMinutes(2);

  /** The age at which an event is not worth telling any more. */
  static final Duration OLDEST = Duration.ofDays(3);

  private static final int MOST_AT_ONCE = 200;

  private final DocumentStore store;
  private final TradingMode mode;
  private final Clock clock;
  private final String invocation;

  /**
   * @param store the documents
   * @param mode the trading mode
   * @param clock the clock
   * @param invocation the invocation that sends
   */
  public Outbox(DocumentStore store, TradingMode mode, Clock clock, String invocation) {
    this.store = store;
    this.mode = mode;
    this.clock = clock;
    this.invocation = invocation;
  }

  /** Adds events for the channels that want them. An event that is known is not added. */
  void add(List<Event> events, List<Channel> channels) {
    List<OutboxEntry> entries = new ArrayList<>();
    for (Channel channel : channels) {
      for (Event event : events) {
        if (channel.events().contains(event.kind())) {
          entries.add(OutboxEntry.waiting(mode, channel, event));
        }
      }
    }
    for (int from = 0; from < entries.size(); from += MOST_AT_ONCE) {
      addNew(entries.subList(from, Math.min(entries.size(), from + MOST_AT_ONCE)));
    }
  }

  private void addNew(List<OutboxEntry> entries) {
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          List<OutboxEntry> missing =
              entries.stream().filter(entry -> transaction.get(entry.path()).isEmpty()).toList();
          missing.forEach(entry -> transaction.set(entry.path(), OutboxEntry.FIELDS.fields(entry)));
          return null;
        });
  }

  /**
   * Claims the entries that can be sent now. Drops those that are too old, and those of channels
   * that are not configured any more.
   */
  List<OutboxEntry> claim(List<Channel> channels) {
    Set<String> known = channels.stream().map(Channel::name).collect(Collectors.toSet());
    return store.<List<OutboxEntry>, RuntimeException>runTransaction(
        transaction -> {
          Instant now = now();
          List<OutboxEntry> free =
              transaction.query(open()).stream()
                  .map(OutboxEntry.FIELDS::record)
                  .filter(entry -> entry.isFree(now))
                  .limit(MOST_AT_ONCE)
                  .toList();
          List<OutboxEntry> claimed = new ArrayList<>();
          for (OutboxEntry entry : free) {
            OutboxEntry changed;
            if (!known.contains(entry.channel())) {
              changed = entry.dropped("the configuration has no such channel any more", now);
            } else if (entry.at().isBefore(now.minus(OLDEST))) {
              changed =
                  entry.dropped("too old; before, " + entry.lastError().orElse("not tried"), now);
            } else {
              String batch = OutboxEntry.hash(invocation + "\n" + entry.channel());
              changed = entry.claimed(invocation, batch, now.plus(LEASE));
              claimed.add(changed);
            }
            transaction.set(entry.path(), OutboxEntry.FIELDS.fields(changed));
          }
          return claimed;
        });
  }

  /** Marks claimed entries after an attempt to send them, unless another has claimed them since. */
  void settle(List<OutboxEntry> entries, Receipt receipt) {
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          Instant now = now();
          List<OutboxEntry> mine =
              entries.stream()
                  .flatMap(entry -> transaction.get(entry.path()).stream())
                  .map(OutboxEntry.FIELDS::record)
                  .filter(entry -> entry.state() == OutboxState.SENDING)
                  .filter(entry -> entry.holder().equals(invocation))
                  .toList();
          mine.forEach(
              entry ->
                  transaction.set(
                      entry.path(), OutboxEntry.FIELDS.fields(entry.after(receipt, now))));
          return null;
        });
  }

  /**
   * The channels with events that could not be sent and are older than a time, each with the reason
   * in words.
   */
  public SortedMap<String, String> stuck(Duration time) {
    Instant before = now().minus(time);
    SortedMap<String, String> stuck = new TreeMap<>();
    store.query(open()).stream()
        .map(OutboxEntry.FIELDS::record)
        .filter(entry -> entry.at().isBefore(before) && entry.lastError().isPresent())
        .collect(Collectors.groupingBy(OutboxEntry::channel))
        .forEach(
            (channel, entries) ->
                stuck.put(
                    channel,
                    "%d events wait for the channel %s: %s"
                        .formatted(
                            entries.size(), channel, entries.get(0).lastError().orElseThrow())));
    return stuck;
  }

  private Query open() {
    // The index that every field has is enough for two equalities.
    return Query.in(COLLECTION).whereEqualTo("mode", mode.id()).whereEqualTo("open", true);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
