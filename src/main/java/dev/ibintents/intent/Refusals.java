package dev.ibintents.intent;

import dev.ibintents.trading.books.InvalidAdoptionException;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Collects the faults of a request, so that one answer names all of them. */
public final class Refusals {
  private final List<RuntimeException> refusals = new ArrayList<>();
  private final List<RuntimeException> untimely = new ArrayList<>();

  Refusals(Parameters parameters) {
    parameters.refusal().ifPresent(refusals::add);
  }

  /**
   * Reads a part of the request, and collects the refusal if the part is wrong.
   *
   * @param reading reads the part; it throws if the part is wrong
   * @param otherwise the value to continue with after a refusal, so that further faults are found
   */
  public <T> T read(Supplier<T> reading, T otherwise) {
    try {
      return reading.get();
    } catch (InvalidParametersException
        | InvalidOrderPropertiesException
        | InvalidAdoptionException e) {
      refusals.add(e);
      return otherwise;
    }
  }

  /** Adds faults in words; an empty list adds nothing. */
  public void add(List<String> problems) {
    if (!problems.isEmpty()) {
      refusals.add(new InvalidParametersException(String.join("; ", problems)));
    }
  }

  /** Adds a refusal that depends on the present time. A repetition must not fail because of it. */
  public void addUntimely(RuntimeException refusal) {
    untimely.add(refusal);
  }

  /**
   * Refuses the request if it has a fault that does not depend on the time.
   *
   * @throws InvalidParametersException naming all faults; if there is only one refusal, that
   *     exception is thrown
   */
  void throwIfAny() {
    if (!refusals.isEmpty()) {
      throwIfAnyNow();
    }
  }

  /**
   * Refuses a request that is no repetition if it has any fault, including faults that depend on
   * the time.
   *
   * @throws InvalidParametersException naming all faults; if there is only one refusal, that
   *     exception is thrown
   */
  public void throwIfAnyNow() {
    List<RuntimeException> found = Stream.concat(refusals.stream(), untimely.stream()).toList();
    if (found.size() == 1) {
      throw found.get(0);
    } else if (!found.isEmpty()) {
      throw new InvalidParametersException(
          found.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
    }
  }
}
