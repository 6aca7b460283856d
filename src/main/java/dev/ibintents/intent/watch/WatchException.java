package dev.ibintents.intent.watch;

import dev.ibintents.intent.Announced;
import dev.ibintents.intent.watch.Watch.WatchAnswer;
import java.util.stream.Collectors;

/** Watch has found faults. The answer has all checks. */
public final class WatchException extends RuntimeException implements Announced {
  private static final long serialVersionUID = 1L;

  private final transient WatchAnswer answer;

  WatchException(WatchAnswer answer) {
    super(
        answer.checks().stream()
            .filter(check -> check.state().equals(Verdict.State.FAULT.word()))
            .map(check -> check.name() + ": " + String.join("; ", check.words()))
            .collect(Collectors.joining(". ")));
    this.answer = answer;
  }

  @Override
  public Object details() {
    return answer;
  }
}
