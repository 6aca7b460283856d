package dev.ibintents.home.mcp;

import com.google.gson.JsonObject;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Signature;
import dev.ibintents.intent.trade.TradingIntent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The dry runs of a session. A request that trades needs a dry run with the same parameters before
 * it. Its key comes from that dry run, so that its repetition trades once. Safe for several
 * threads.
 */
final class DryRuns {
  /** The time for which a dry run allows the request itself. */
  static final Duration VALID = Duration.ofMinutes(15);

  private final Clock clock;
  private final Map<String, DryRun> done = new HashMap<>();

  private record DryRun(String key, Instant at) {}

  /**
   * @param clock tells the ages of dry runs
   */
  DryRuns(Clock clock) {
    this.clock = clock;
  }

  /** Keeps a dry run that succeeded. */
  synchronized void add(IntentDefinition intent, JsonObject parameters) {
    done.put(name(intent, parameters), new DryRun("mcp-" + UUID.randomUUID(), clock.instant()));
  }

  /** The key of the request itself; empty if there is no dry run of it that is young enough. */
  synchronized Optional<String> key(IntentDefinition intent, JsonObject parameters) {
    Instant oldest = clock.instant().minus(VALID);
    done.values().removeIf(dryRun -> dryRun.at().isBefore(oldest));
    return Optional.ofNullable(done.get(name(intent, parameters))).map(DryRun::key);
  }

  private static String name(IntentDefinition intent, JsonObject parameters) {
    JsonObject content = parameters.deepCopy();
    content.remove(TradingIntent.DRY_RUN);
    return intent.title() + Signature.canonical(content);
  }
}
