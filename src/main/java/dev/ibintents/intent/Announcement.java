package dev.ibintents.intent;

import dev.ibintents.channel.EventKind;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.messages.Event;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.messages.Messenger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of an invocation: its failure, its problems, and those that the intent itself adds. A
 * dry run has none.
 */
final class Announcement {
  private final Environment environment;
  private final String intent;
  private final boolean isDryRun;

  /**
   * @param environment the environment of the invocation; it has channels
   * @param intent the name of the intent
   */
  Announcement(Environment environment, String intent, Parameters parameters) {
    this.environment = environment;
    this.intent = intent;
    this.isDryRun = parameters.flag(TradingIntent.DRY_RUN);
  }

  /**
   * Tells people of the events, and of those that are left from earlier invocations.
   *
   * @param begun the time at which the intent began
   * @param failure the failure; {@code null} if the intent did not fail
   * @param own the events that the intent has added
   */
  void tell(Instant begun, Throwable failure, List<Event> own) {
    List<Event> events = new ArrayList<>();
    if (!isDryRun) {
      events.addAll(own);
      environment.problems().all().forEach(problem -> events.add(event(begun, problem)));
      if (failure != null) {
        add(begun, failure, events);
      }
    }
    new Messenger(environment).tell(begun, events);
  }

  private Event event(Instant begun, Problem problem) {
    return new Event(
        EventKeys.problem(begun, problem),
        EventKind.FAILURES,
        begun,
        intent + ": " + problem.message());
  }

  private void add(Instant begun, Throwable failure, List<Event> events) {
    String words = Activity.words(failure);
    if (!(failure instanceof Announced) && !EventKeys.isOfRequest(words)) {
      events.add(
          new Event(
              EventKeys.failure(begun, intent, words),
              EventKind.FAILURES,
              begun,
              intent + " failed: " + words));
    }
  }
}
