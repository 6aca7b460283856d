package dev.ibintents.messages;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.bench.MovedClock;
import dev.ibintents.channel.Channel;
import dev.ibintents.channel.EventKind;
import dev.ibintents.channel.Receipt;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.DocumentStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The outbox on each store: an event is there once, and one instance at a time sends it. */
@Timeout(180)
abstract class OutboxContract {
  private static final Receipt TAKEN = new Receipt(Receipt.Result.TAKEN, "", Optional.empty());

  private static final List<Channel> CHANNELS =
      List.of(
          channel(Map.of("kind", "webhook", "name", "a", "url", "https://a.example.com/")),
          channel(
              Map.of(
                  "kind",
                  "webhook",
                  "name",
                  "b",
                  "url",
                  "https://b.example.com/",
                  "filter",
                  List.of("digest"))));

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-30T15:00:00Z"));
  private DocumentStore store;

  abstract DocumentStore open();

  /** How many instances send at the same time. */
  abstract int instances();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static Channel channel(Map<String, Object> fields) {
    return Channel.read(fields, "test", fault -> {}).orElseThrow();
  }

  private Outbox outbox(String invocation) {
    return new Outbox(store, TradingMode.PAPER, clock, invocation);
  }

  private Event event(String key, EventKind kind) {
    return new Event(key, kind, clock.instant(), "text of " + key);
  }

  private static List<String> keys(List<OutboxEntry> entries) {
    return entries.stream().map(entry -> entry.channel() + ":" + entry.key()).sorted().toList();
  }

  @Test
  void anEventIsTakenOnceForEachChannelThatWantsIt() {
    Outbox outbox = outbox("i-1");
    List<Event> events = List.of(event("one", EventKind.FAILURES), event("two", EventKind.DIGEST));
    outbox.add(events, CHANNELS);
    outbox.add(events, CHANNELS);

    List<OutboxEntry> claimed = outbox.claim(CHANNELS);

    assertThat(keys(claimed)).containsExactly("a:one", "a:two", "b:two");
    assertThat(outbox.claim(CHANNELS)).isEmpty();
    outbox.settle(claimed, TAKEN);
    outbox("i-2").add(events, CHANNELS);
    assertThat(outbox("i-2").claim(CHANNELS)).isEmpty();
  }

  @Test
  void theOtherTradingModeHasEventsOfItsOwn() {
    outbox("i-1").add(List.of(event("one", EventKind.FAILURES)), CHANNELS);

    Outbox live = new Outbox(store, TradingMode.LIVE, clock, "i-2");

    assertThat(live.claim(CHANNELS)).isEmpty();
    live.add(List.of(event("one", EventKind.FAILURES)), CHANNELS);
    assertThat(live.claim(CHANNELS)).hasSize(1);
  }

  @Test
  void theMessageOfAKilledSenderGoesOutLaterAsTheSameMessage() {
    outbox("i-1").add(List.of(event("one", EventKind.FAILURES)), CHANNELS);
    List<OutboxEntry> lost = outbox("i-1").claim(CHANNELS);
    assertThat(lost.get(0).perhapsSent()).isFalse();
    clock.advance(Outbox.LEASE.minusSeconds(30));
    outbox("i-2").add(List.of(event("two", EventKind.FAILURES)), CHANNELS);
    assertThat(keys(outbox("i-2").claim(CHANNELS))).containsExactly("a:two");

    clock.advance(Duration.ofSeconds(31));
    List<OutboxEntry> again = outbox("i-3").claim(CHANNELS);

    assertThat(keys(again)).containsExactly("a:one");
    assertThat(again.get(0).perhapsSent()).isTrue();
    assertThat(again.get(0).batch()).isEqualTo(lost.get(0).batch());
    outbox("i-1").settle(lost, Receipt.notTaken("late")); // the first sender is alive after all
    outbox("i-3").settle(again, TAKEN);
    clock.advance(Duration.ofHours(1));
    assertThat(keys(outbox("i-4").claim(CHANNELS))).containsExactly("a:two");
  }

  @Test
  void anEventThatWasNotTakenWaitsForItsTime() {
    Outbox outbox = outbox("i-1");
    outbox.add(List.of(event("one", EventKind.FAILURES)), CHANNELS);
    outbox.settle(
        outbox.claim(CHANNELS),
        new Receipt(Receipt.Result.NOT_TAKEN, "busy", Optional.of(Duration.ofMinutes(10))));
    assertThat(outbox.claim(CHANNELS)).isEmpty();
    assertThat(outbox.stuck(Duration.ofMinutes(5))).isEmpty();
    clock.advance(Duration.ofMinutes(11));
    assertThat(outbox.stuck(Duration.ofMinutes(5)))
        .containsExactly("a", "1 events wait for the channel a: busy");

    List<OutboxEntry> again = outbox.claim(CHANNELS);

    assertThat(again.get(0).perhapsSent()).isFalse();
    outbox.settle(again, Receipt.unknown("no answer"));
    List<OutboxEntry> third = outbox("i-2").claim(CHANNELS);
    assertThat(third.get(0).perhapsSent()).isTrue();
    assertThat(third.get(0).attempts()).isEqualTo(2);
  }

  @Test
  void eventsThatAreTooOldOrOfNoChannelAreDropped() {
    outbox("i-1")
        .add(List.of(event("one", EventKind.FAILURES), event("two", EventKind.DIGEST)), CHANNELS);
    assertThat(keys(outbox("i-1").claim(CHANNELS.subList(1, 2)))).containsExactly("b:two");

    clock.advance(Outbox.OLDEST.plusMinutes(1));

    assertThat(outbox("i-2").claim(CHANNELS)).isEmpty();
    assertThat(outbox("i-2").stuck(Duration.ZERO)).isEmpty();
  }

  /** Instances add the same events and claim at the same time; some die before they settle. */
  @Test
  void twoInstancesNeverSendOneEvent() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(instances());
    List<Callable<List<OutboxEntry>>> all = new ArrayList<>();
    for (int i = 0; i < instances(); i++) {
      Outbox outbox = outbox("i-" + i);
      boolean dies = i % 2 == 1;
      all.add(
          () -> {
            List<Event> events = new ArrayList<>();
            for (int event = 0; event < 6; event++) {
              events.add(event("event-" + event, EventKind.FAILURES));
            }
            outbox.add(events, CHANNELS);
            List<OutboxEntry> claimed = outbox.claim(CHANNELS);
            if (!dies) {
              outbox.settle(claimed, TAKEN);
            }
            return claimed;
          });
    }

    List<OutboxEntry> claimed = new ArrayList<>();
    for (Future<List<OutboxEntry>> result : threads.invokeAll(all)) {
      claimed.addAll(result.get());
    }
    threads.shutdown();

    assertThat(keys(claimed))
        .containsExactly(
            "a:event-0", "a:event-1", "a:event-2", "a:event-3", "a:event-4", "a:event-5");
  }
}
