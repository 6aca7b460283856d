package dev.ibintents.intent;

import dev.ibintents.trading.books.InvalidAdoptionException;
import dev.ibintents.trading.order.InvalidOrderPropertiesException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is wrong with a request, from wherever it is noticed, so that one answer names it all. */
public final class Refusals {
  private final List<RuntimeException> refusals = new ArrayList<>();
  private final List<RuntimeException> untimely = new ArrayList<>();

  Refusals(Parameters parameters) {
    parameters.refusal().ifPresent(refusals::add);
  }

  /**
   * Reads what the request gives.
   *
   * @param reading throws if that cannot be meant
   * @param otherwise what to go on with then, to see what else is wrong
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

  /** Adds what is wrong, in words; nothing if there are none. */
  public void add(List<String> problems) {
    if (!problems.isEmpty()) {
      refusals.add(new InvalidParametersException(String.join("; ", problems)));
    }
  }

  /** Adds what is wrong only because of the time, so that a repetition must not fail for it. */
  public void addUntimely(RuntimeException refusal) {
    untimely.add(refusal);
  }

  /**
   * Refuses the request if anything is wrong with it at any time.
   *
   * @throws InvalidParametersException naming everything; or the one exception that there is
   */
  void throwIfAny() {
    if (!refusals.isEmpty()) {
      throwIfAnyNow();
    }
  }

  /**
   * Refuses the request if it cannot be meant now, for the first time.
   *
   * @throws InvalidParametersException naming everything; or the one exception that there is
   */
  public void throwIfAnyNow() {
    List<RuntimeException> all = Stream.concat(refusals.stream(), untimely.stream()).toList();
    if (all.size() == 1) {
      throw all.get(0);
    } else if (!all.isEmpty()) {
      throw new InvalidParametersException(
          all.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
    }
  }
}
