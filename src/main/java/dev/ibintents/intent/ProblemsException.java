package dev.ibintents.intent;

import dev.ibintents.environment.Problem;
import java.util.List;

/**
 * An intent ended with problems. The answer shows the work that was done, and its problems name the
 * rest.
 */
public final class ProblemsException extends RuntimeException implements Announced {
  private static final long serialVersionUID = 1L;

  private final transient Object answer;

  ProblemsException(Object answer, List<Problem> problems) {
    super(problems.get(0).message() + more(problems.size() - 1));
    this.answer = answer;
  }

  private static String more(int others) {
    return others == 0 ? "" : " (and " + others + " more in problems)";
  }

  @Override
  public Object details() {
    return answer instanceof Activity activity ? activity.answer() : answer;
  }
}
