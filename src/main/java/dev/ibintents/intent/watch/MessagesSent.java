package dev.ibintents.intent.watch;

import dev.ibintents.messages.EventKeys;
import dev.ibintents.messages.Outbox;
import java.time.Duration;
import java.util.List;

/** Looks for messages that could not be sent. */
final class MessagesSent implements Check {
  /** A service that is out of order for less is no fault. */
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @Override
  public String name() {
    return "messages";
  }

  @Override
  public Verdict look(Observed observed) {
    if (!observed.environment().hasChannels()) {
      return Verdict.ok("no channel is configured");
    }
    List<Verdict.Finding> faults =
        new Outbox(
                observed.environment().store(),
                observed.mode(),
                observed.environment().clock(),
                observed.environment().invocation())
            .stuck(PATIENCE).entrySet().stream()
                .map(
                    channel ->
                        new Verdict.Finding(
                            EventKeys.of(observed.now(), "channel/" + channel.getKey()),
                            channel.getValue()))
                .toList();
    return Verdict.faults(faults, "no message is waiting");
  }
}
