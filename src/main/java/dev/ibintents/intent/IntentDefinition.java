package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.trading.ledger.RunHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * One intent.
 *
 * @param name its path
 * @param description what it does, for {@code GET /}
 * @param parameters what it takes
 * @param factory makes the intent of one invocation
 * @param readsOnly whether it changes nothing: no account, no book, no stored data. Pages of other
 *     sites may ask for no other
 */
public record IntentDefinition(
    String name,
    String description,
    List<Parameter> parameters,
    Factory factory,
    boolean readsOnly) {

  /** An intent that may change something. */
  public IntentDefinition(
      String name, String description, List<Parameter> parameters, Factory factory) {
    this(name, description, parameters, factory, false);
  }

  /** An intent to which it does not matter what the request says about repetitions. */
  public IntentDefinition(
      String name,
      String description,
      List<Parameter> parameters,
      BiFunction<Environment, Parameters, Intent> factory) {
    this(
        name,
        description,
        parameters,
        (environment, given, headers) -> factory.apply(environment, given));
  }

  /** The same intent, declared to change nothing. */
  IntentDefinition readingOnly() {
    return new IntentDefinition(name, description, parameters, factory, true);
  }

  /** The parameter of this name, if the intent takes one. */
  public Optional<Parameter> parameter(String parameterName) {
    return parameters.stream().filter(one -> one.name().equals(parameterName)).findFirst();
  }

  /** Makes the intent of one invocation. */
  @FunctionalInterface
  public interface Factory {
    /**
     * @param environment what the invocation works with
     * @param parameters the request's, checked against the definition
     * @param headers what the request says about which run it asks for
     */
    Intent create(Environment environment, Parameters parameters, RunHeaders headers);
  }
}
