package dev.ibintents.intent;

import java.util.function.Supplier;

/**
 * A result that is made when it is first asked for. A failure is kept too, so the work is never
 * done twice in an invocation.
 */
public final class Once<T> implements Supplier<T> {
  private final Supplier<T> work;
  private boolean isDone;
  private T result;
  private RuntimeException failure;

  /**
   * @param work makes the result
   */
  public Once(Supplier<T> work) {
    this.work = work;
  }

  @Override
  public T get() {
    if (!isDone) {
      isDone = true;
      try {
        result = work.get();
      } catch (RuntimeException e) {
        failure = e;
      }
    }
    if (failure != null) {
      throw failure;
    }
    return result;
  }
}
