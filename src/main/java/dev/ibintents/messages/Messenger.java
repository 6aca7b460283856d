package dev.ibintents.messages;

import dev.ibintents.channel.Channel;
import dev.ibintents.channel.Courier;
import dev.ibintents.channel.EventKind;
import dev.ibintents.channel.Message;
import dev.ibintents.channel.Receipt;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.secret.SecretUnreadableException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people the events of an invocation, and those that an earlier one could not send. The
 * events of an invocation go out as one message on each channel.
 */
public final class Messenger {
  private static final Logger logger = LoggerFactory.getLogger(Messenger.class);

  /** The longest time that an invocation gives to its messages. */
  private static final Duration LONGEST = Duration.ofSeconds(10);

  /** The time that the answer of the invocation needs after its messages. */
  private static final Duration ANSWER = Duration.ofMillis(500);

  private final Environment environment;
  private final List<Channel> channels;
  private final Outbox outbox;

  /** The secrets that were read, by their names. */
  private final Map<String, String> secrets = new HashMap<>();

  /** It is made for the first message. */
  private Courier courier;

  /** Some entries of one channel, which go out as one message. */
  private record Batch(Channel channel, List<OutboxEntry> entries) {}

  /**
   * @param environment the environment of the invocation; it has channels
   */
  public Messenger(Environment environment) {
    this.environment = environment;
    this.channels = environment.configuration().channels();
    this.outbox =
        new Outbox(environment.store(), mode(), environment.clock(), environment.invocation());
  }

  private TradingMode mode() {
    return environment.variables().tradingMode();
  }

  /**
   * Tells events.
   *
   * @param begun the time at which the invocation began
   * @param events the events; those that are known already are not told again
   */
  public void tell(Instant begun, List<Event> events) {
    List<Event> all = new ArrayList<>(events);
    FillEvents fills = new FillEvents(environment.store(), mode());
    boolean tellsFills =
        channels.stream().anyMatch(channel -> channel.events().contains(EventKind.FILLS));
    if (tellsFills) {
      all.addAll(fills.untold(begun));
    }
    outbox.add(all.stream().map(Messenger::masked).toList(), channels);
    if (tellsFills) {
      fills.told(begun.truncatedTo(ChronoUnit.MICROS));
    }
    Deadline deadline = environment.deadline().orIn(LONGEST);
    Map<Channel, String> refusals = send(deadline);
    if (!refusals.isEmpty() && channels.size() > 1) {
      tellOthers(refusals);
      send(deadline);
    }
  }

  private static Event masked(Event event) {
    return new Event(event.key(), event.kind(), event.at(), Masking.masked(event.text()));
  }

  /** Tells the other channels of a channel that refuses its messages. */
  private void tellOthers(Map<Channel, String> refusals) {
    Instant now = environment.clock().instant();
    refusals.forEach(
        (refusing, words) ->
            outbox.add(
                List.of(
                    new Event(
                        EventKeys.of(now, "channel/" + refusing.name()),
                        EventKind.FAILURES,
                        now,
                        "the channel %s does not take messages: %s"
                            .formatted(refusing.name(), words))),
                channels.stream().filter(channel -> !channel.equals(refusing)).toList()));
  }

  /**
   * Sends the entries that can be sent now.
   *
   * @return the channels that refused a message, with the reason
   */
  private Map<Channel, String> send(Deadline deadline) {
    Map<Channel, String> refusals = new LinkedHashMap<>();
    if (deadline.remaining().compareTo(ANSWER.multipliedBy(2)) < 0) {
      return refusals; // the next invocation sends it
    }
    List<OutboxEntry> claimed = outbox.claim(channels);
    if (claimed.isEmpty()) {
      return refusals;
    }
    if (courier == null) {
      courier = new Courier(environment.clock(), environment.variables().inCloud());
    }
    Map<Batch, CompletableFuture<Receipt>> attempts = new LinkedHashMap<>();
    Map<String, Receipt> unreadable = new LinkedHashMap<>();
    Map<String, String> secretByChannel = secrets(claimed, unreadable);
    for (Batch batch : batches(claimed)) {
      String name = batch.channel().name();
      Duration timeout = deadline.remaining().minus(ANSWER);
      if (unreadable.containsKey(name)) {
        attempts.put(batch, CompletableFuture.completedFuture(unreadable.get(name)));
      } else if (timeout.isNegative() || timeout.isZero()) {
        attempts.put(
            batch, CompletableFuture.completedFuture(Receipt.notTaken("no time was left")));
      } else {
        attempts.put(
            batch,
            courier.send(batch.channel(), secretByChannel.get(name), message(batch), timeout));
      }
    }
    attempts.forEach(
        (batch, attempt) -> {
          Receipt receipt = await(attempt, deadline);
          outbox.settle(batch.entries(), receipt);
          if (receipt.result() != Receipt.Result.TAKEN) {
            logger.warn(
                "The channel {} has not taken a message: {}",
                batch.channel().name(),
                receipt.words());
          }
          if (receipt.result() == Receipt.Result.REFUSED) {
            refusals.put(batch.channel(), receipt.words());
          }
        });
    return refusals;
  }

  /** The secrets of the channels with claimed entries, by channel. */
  private Map<String, String> secrets(List<OutboxEntry> claimed, Map<String, Receipt> unreadable) {
    Map<String, String> secretByChannel = new LinkedHashMap<>();
    for (Channel channel : channels) {
      if (claimed.stream().anyMatch(entry -> entry.channel().equals(channel.name()))) {
        try {
          secretByChannel.put(channel.name(), channel.secret().map(this::secret).orElse(""));
        } catch (SecretUnreadableException e) {
          unreadable.put(channel.name(), Receipt.refused(e.getMessage()));
        }
      }
    }
    return secretByChannel;
  }

  /** A secret, read once for all channels and attempts. */
  private String secret(String name) {
    return secrets.computeIfAbsent(name, environment.secrets()::read);
  }

  private List<Batch> batches(List<OutboxEntry> claimed) {
    List<Batch> batches = new ArrayList<>();
    for (Channel channel : channels) {
      claimed.stream()
          .filter(entry -> entry.channel().equals(channel.name()))
          .collect(
              Collectors.groupingBy(OutboxEntry::batch, LinkedHashMap::new, Collectors.toList()))
          .values()
          .forEach(entries -> batches.add(new Batch(channel, entries)));
    }
    return batches;
  }

  private Message message(Batch batch) {
    List<Message.Item> items =
        batch.entries().stream()
            .sorted((one, other) -> one.at().compareTo(other.at()))
            .map(entry -> new Message.Item(entry.kind(), entry.key(), entry.at(), entry.text()))
            .toList();
    return new Message(
        batch.entries().get(0).batch(),
        "ib-intents " + mode().id() + ": " + words(items),
        items,
        batch.entries().get(0).perhapsSent());
  }

  private static String words(List<Message.Item> items) {
    List<String> parts = new ArrayList<>();
    for (EventKind kind : EventKind.values()) {
      long count = items.stream().filter(item -> item.kind() == kind).count();
      if (count > 0) {
        parts.add(
            switch (kind) {
              case FAILURES ->
                  count == 1 ? "1 event needs attention" : count + " events need attention";
              case FILLS -> count == 1 ? "1 order filled" : count + " orders filled";
              case DIGEST -> "digest";
            });
      }
    }
    return String.join(", ", parts);
  }

  private static Receipt await(CompletableFuture<Receipt> attempt, Deadline deadline) {
    try {
      return attempt.get(Math.max(1, deadline.remainingMillis()), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Receipt.unknown("interrupted");
    } catch (TimeoutException e) {
      attempt.cancel(true);
      return Receipt.unknown("the service did not answer in time");
    } catch (ExecutionException e) {
      return Receipt.unknown(e.getCause().getClass().getSimpleName());
    }
  }
}
