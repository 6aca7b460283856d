package dev.ibintents.intent.watch;

import dev.ibintents.intent.look.PastActivity;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.schedule.InvalidScheduleException;
import dev.ibintents.schedule.ScheduledJob;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Looks whether each scheduled intent has run and succeeded at each of its times since the last
 * watch. On a holiday, a job that did not run is no fault; one that failed is.
 */
final class ScheduledRuns implements Check {
  /** Intents that the activity log does not record, and watch itself. */
  static final Set<String> NOT_RECORDED =
      Set.of(
          "ping",
          "summary",
          "market-data",
          "performance",
          "runs",
          "holdings",
          "status",
          Watch.NAME);

  /** A scheduler may call a little early by the clock of the function. */
  private static final Duration EARLY = Duration.ofMinutes(2);

  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH);

  @Override
  public String name() {
    return "schedule";
  }

  @Override
  public Verdict look(Observed observed) {
    List<ScheduledJob> jobs = observed.configuration().watch().jobs();
    if (jobs.isEmpty()) {
      return Verdict.unknown("the configuration has no schedule; deploy.sh writes it");
    }
    List<Verdict.Finding> faults = new ArrayList<>();
    int times = 0;
    for (ScheduledJob job : jobs) {
      if (NOT_RECORDED.contains(job.intent())) {
        continue;
      }
      try {
        List<Instant> due = job.between(observed.begin(), observed.now().minus(Observed.GRACE));
        times += due.size();
        for (int i = 0; i < due.size(); i++) {
          Instant end = i + 1 < due.size() ? due.get(i + 1).minus(EARLY) : Instant.MAX;
          fault(job, due.get(i), end, observed).ifPresent(faults::add);
        }
      } catch (InvalidScheduleException e) {
        faults.add(
            new Verdict.Finding(
                EventKeys.of(observed.now(), "schedule/" + job.name()), e.getMessage()));
      }
    }
    return Verdict.faults(faults, "%d scheduled runs have succeeded".formatted(times));
  }

  private static Optional<Verdict.Finding> fault(
      ScheduledJob job, Instant due, Instant end, Observed observed) {
    Instant from = due.minus(EARLY);
    List<PastActivity> runs =
        observed.activities().stream()
            .filter(activity -> activity.name().equals(job.intent()))
            .filter(activity -> !activity.timestamp().isBefore(from))
            .filter(activity -> activity.timestamp().isBefore(end))
            .toList();
    if (runs.stream().anyMatch(run -> run.exception().isEmpty())) {
      return Optional.empty();
    }
    ZonedDateTime local = due.atZone(job.zoneId());
    String words = "%s, due %s in %s".formatted(job.intent(), LOCAL.format(local), job.zone());
    if (!runs.isEmpty()) {
      PastActivity last = runs.get(0);
      return Optional.of(
          new Verdict.Finding(
              failureKey(last), "%s, failed: %s".formatted(words, last.exception().get())));
    }
    if (observed.calendar().isHoliday(local.toLocalDate())) {
      return Optional.empty();
    }
    return Optional.of(
        new Verdict.Finding(
            EventKeys.of(due, "missing/" + job.name() + "/" + due),
            words
                + ", did not run: is the job %s paused or deleted at the scheduler?"
                    .formatted(job.name())));
  }

  /**
   * The key of a failed run. If a run failed because of its problems, people were told of the first
   * of them; its key is used.
   */
  private static String failureKey(PastActivity run) {
    return run.exception().get().startsWith("ProblemsException") && !run.problems().isEmpty()
        ? EventKeys.problem(run.timestamp(), run.problems().get(0))
        : EventKeys.failure(run.timestamp(), run.name(), run.exception().get());
  }
}
