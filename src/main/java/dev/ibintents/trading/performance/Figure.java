package dev.ibintents.trading.performance;

import java.util.Optional;
import java.util.function.Function;

/**
 * A figure, or the reason why there is none. A figure of too little data is never made up.
 *
 * @param value the figure, if there is one
 * @param why the reason why there is no figure; empty if there is one
 */
public record Figure<T>(Optional<T> value, String why) {

  /** A figure that is known. */
  public static <T> Figure<T> of(T value) {
    return new Figure<>(Optional.of(value), "");
  }

  /** A figure that does not exist, with the reason. */
  public static <T> Figure<T> none(String why) {
    return new Figure<>(Optional.empty(), why);
  }

  /** The figure that is computed from this one. The reason stays if this figure does not exist. */
  <U> Figure<U> then(Function<T, Figure<U>> next) {
    return value.isPresent() ? next.apply(value.get()) : none(why);
  }
}
