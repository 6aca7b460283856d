package dev.ibintents.intent.signals;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.LookingIntent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.store.Document;
import dev.ibintents.strategy.ExternalTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows the targets of external strategies, with their ages. */
public final class SignalsView extends LookingIntent {
  private final KnownStrategies known;

  /**
   * The answer.
   *
   * @param strategies the external strategies
   */
  public record SignalsAnswer(List<ShownTarget> strategies) {}

  /**
   * The target of an external strategy.
   *
   * @param strategy the strategy's id
   * @param document the strategy's document
   * @param state fresh; stale if it is too old; never-set; faulty if it cannot be traded for
   *     another reason
   * @param problem the reason why an allocation does not trade on it; {@code null} if it does
   * @param target the signals
   * @param updatedAt the time from which its age counts; {@code null} if it was never set
   * @param ageSeconds its age in seconds; {@code null} if it was never set
   * @param freshMinutes the age in minutes up to which allocations trade on it
   * @param freshUntil the time until which they do; {@code null} if it was never set
   * @param asOf the time of the signals by the request that set it; {@code null} if it named none
   * @param by the program or person that set it, by its own words; {@code null} if not given
   * @param setAt the time of the request; {@code null} if no request has set it
   * @param origin the key of that request in words; {@code null} if no request has set it
   * @param invocation the invocation that stored it; {@code null} if no request has set it
   * @param record the document that keeps this on record; {@code null} if no request has set it
   */
  public record ShownTarget(
      String strategy,
      String document,
      String state,
      String problem,
      List<SignalEntry> target,
      Instant updatedAt,
      Long ageSeconds,
      int freshMinutes,
      Instant freshUntil,
      Instant asOf,
      String by,
      Instant setAt,
      String origin,
      String invocation,
      String record) {}

  /** Creates the intent of one invocation. */
  public SignalsView(Environment environment, Parameters parameters) {
    super(environment, parameters);
    this.known = KnownStrategies.of(environment);
    List<String> problems = new ArrayList<>();
    parameters
        .text(SetSignals.STRATEGY)
        .ifPresent(id -> TargetRequest.external(known, id, problems));
    refusals().add(problems);
  }

  @Override
  protected Object look() {
    Optional<String> asked = parameters().text(SetSignals.STRATEGY);
    Instant now = environment().clock().instant();
    return new SignalsAnswer(
        known.documents().values().stream()
            .filter(TargetRequest::isExternal)
            .filter(document -> asked.isEmpty() || asked.get().equals(document.id()))
            .map(document -> shown(document, now))
            .toList());
  }

  private ShownTarget shown(Document document, Instant now) {
    ExternalTarget target = ExternalTarget.of(document);
    SettingFields.Faults faults = known.strategies().faults(document);
    Optional<String> problem =
        faults.all().isEmpty() ? target.refusal(now) : Optional.of(faults.words());
    Optional<TargetSetting> set = TargetStore.lastSet(document);
    return new ShownTarget(
        document.id(),
        document.path(),
        state(target, faults, problem, now),
        problem.orElse(null),
        document.fields().get(ExternalTarget.TARGET) instanceof List<?> entries
            ? SignalEntry.of(entries)
            : List.of(),
        target.updatedAt().orElse(null),
        target.updatedAt().map(time -> Duration.between(time, now).toSeconds()).orElse(null),
        target.freshMinutes(),
        target.freshUntil().orElse(null),
        set.flatMap(TargetSetting::asOf).orElse(null),
        set.flatMap(TargetSetting::by).orElse(null),
        set.map(TargetSetting::setAt).orElse(null),
        set.map(TargetSetting::origin).orElse(null),
        set.map(TargetSetting::invocation).orElse(null),
        set.map(setting -> TargetStore.path(setting.id())).orElse(null));
  }

  private static String state(
      ExternalTarget target, SettingFields.Faults faults, Optional<String> problem, Instant now) {
    if (!faults.all().isEmpty()) {
      return "faulty";
    }
    if (target.updatedAt().isEmpty()) {
      return "never-set";
    }
    if (problem.isEmpty()) {
      return "fresh";
    }
    return target.freshUntil().filter(now::isAfter).isPresent() ? "stale" : "faulty";
  }

  @Override
  public String name() {
    return SetSignals.NAME;
  }
}
