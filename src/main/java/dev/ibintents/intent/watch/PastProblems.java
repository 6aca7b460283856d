package dev.ibintents.intent.watch;

import dev.ibintents.environment.Problem;
import dev.ibintents.intent.look.PastActivity;
import dev.ibintents.messages.EventKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for problems of the invocations since the last watch. Most were told by the invocation
 * itself; those of an invocation that died before it could are told now.
 */
final class PastProblems implements Check {
  @Override
  public String name() {
    return "problems";
  }

  @Override
  public Verdict look(Observed observed) {
    Map<String, Verdict.Finding> faults = new LinkedHashMap<>();
    for (PastActivity activity : observed.activities()) {
      if (activity.timestamp().isAfter(observed.begin()) && !activity.name().equals(Watch.NAME)) {
        for (Problem problem : activity.problems()) {
          String key = EventKeys.problem(activity.timestamp(), problem);
          faults.putIfAbsent(
              key, new Verdict.Finding(key, activity.name() + ": " + problem.message()));
        }
      }
    }
    return Verdict.faults(List.copyOf(faults.values()), "no run had problems since the last watch");
  }
}
