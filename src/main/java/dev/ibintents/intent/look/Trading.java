package dev.ibintents.intent.look;

import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitch;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.TradingSwitch;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Switches trading on or off. It works even if the configuration has faults. The kill switch never
 * refuses it, and the gateway is not contacted.
 */
public final class Trading extends Intent {
  /** The name of the intent. */
  public static final String NAME = "trading";

  /** The parameter that says whether trading is enabled from now on. */
  public static final String ENABLED = "enabled";

  /** The parameter with the person's reason. */
  public static final String REASON = "reason";

  private static final RecordFields<KillSwitch.Switched> SWITCHED =
      RecordFields.of(KillSwitch.Switched.class);

  private final boolean enabled;
  private final String reason;

  /**
   * The answer.
   *
   * @param tradingEnabled whether trading is enabled now
   * @param before whether trading was enabled before; {@code null} if tradingEnabled was no truth
   *     value
   * @param document the document with tradingEnabled
   * @param reason the reason on record; {@code null} if there is none
   * @param at the time of the change on record; {@code null} if there is none
   * @param invocation the invocation of the change on record; {@code null} if there is none
   * @param repeated whether the switch was set already, so that nothing was written
   */
  public record TradingAnswer(
      boolean tradingEnabled,
      Boolean before,
      String document,
      String reason,
      Instant at,
      String invocation,
      boolean repeated) {}

  /** Creates the intent of one invocation. */
  public Trading(Environment environment, Parameters parameters) {
    super(environment, parameters);
    this.enabled = parameters.flag(ENABLED);
    this.reason = parameters.text(REASON).orElse("");
    if (reason.length() > Outcome.LONGEST) {
      refusals()
          .add(
              List.of(
                  "reason has %d letters; it must have %d at most"
                      .formatted(reason.length(), Outcome.LONGEST)));
    }
  }

  @Override
  protected Optional<Object> answerWithoutGateway() {
    TradingMode mode = environment().variables().tradingMode();
    KillSwitch.Switched record =
        new KillSwitch.Switched(
            environment().clock().instant().truncatedTo(ChronoUnit.MICROS),
            NAME,
            Optional.of(environment().invocation()),
            Optional.of(reason));
    TradingSwitch.Change change =
        new TradingSwitch(environment().store(), mode).set(enabled, record);
    String document = change.after().path();
    activity().add(NAME, new Outcome.Switched(document, enabled, reason, change.isRepetition()));
    List<String> faults =
        Configuration.faults(environment().store().list(Configuration.COLLECTION), mode);
    if (enabled && !faults.isEmpty()) {
      environment()
          .problems()
          .add(
              Problem.Code.CONFIGURATION_FAULTY,
              "the switch is on, and nothing trades, as the configuration has faults: "
                  + String.join("; ", faults));
    }
    Optional<KillSwitch.Switched> onRecord = onRecord(change.after());
    return Optional.of(
        new TradingAnswer(
            enabled,
            change.enabledBefore().orElse(null),
            document,
            onRecord.flatMap(KillSwitch.Switched::reason).orElse(null),
            onRecord.map(KillSwitch.Switched::at).orElse(null),
            onRecord.flatMap(KillSwitch.Switched::invocation).orElse(null),
            change.isRepetition()));
  }

  /** The record in the document; empty if there is none, or a person has spoilt it. */
  private static Optional<KillSwitch.Switched> onRecord(Document document) {
    return document.fields().get(Configuration.SWITCHED) instanceof Map<?, ?>
        ? Optional.of(SWITCHED.record(document.map(Configuration.SWITCHED)))
        : Optional.empty();
  }

  @Override
  protected Object core() {
    throw new IllegalStateException(NAME + " needs no gateway");
  }

  @Override
  protected boolean isAlwaysExempt() {
    return true;
  }

  @Override
  public String name() {
    return NAME;
  }
}
