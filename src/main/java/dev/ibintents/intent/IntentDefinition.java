package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.trading.ledger.RunHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/**
 * The definition of an intent.
 *
 * @param name the path of the intent
 * @param description the work of the intent in words, for {@code GET /}
 * @param parameters the parameters that it takes
 * @param factory makes the intent for an invocation
 * @param readsOnly whether the intent changes nothing: no account, no book, no stored data. Web
 *     pages of other sites may only request such intents
 * @param textBody the text that a body may be in place of a JSON object; empty if there is none
 */
public record IntentDefinition(
    String name,
    String description,
    List<Parameter> parameters,
    Factory factory,
    boolean readsOnly,
    Optional<TextBody> textBody) {

  /**
   * A text that may be the whole body of a POST. The other parameters then come from the query
   * string.
   *
   * @param parameter the parameter that the text is
   * @param longest the largest number of bytes of any body for the intent
   */
  public record TextBody(String parameter, int longest) {}

  /** The definition of an intent that may change something. */
  public IntentDefinition(
      String name, String description, List<Parameter> parameters, Factory factory) {
    this(name, description, parameters, factory, false, Optional.empty());
  }

  /** The definition of an intent that ignores the request's headers about repetitions. */
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

  /** The same definition, declared to change nothing. */
  IntentDefinition readingOnly() {
    return new IntentDefinition(name, description, parameters, factory, true, textBody);
  }

  /** The same definition, with a text that may be the whole body. */
  IntentDefinition withTextBody(TextBody text) {
    return new IntentDefinition(
        name, description, parameters, factory, readsOnly, Optional.of(text));
  }

  /** The parameter of this name, if the intent takes parameter. */
  public Optional<Parameter> parameter(String parameterName) {
    return parameters.stream()
        .filter(parameter -> parameter.name().equals(parameterName))
        .findFirst();
  }

  /** Makes the intent for an invocation. */
  @FunctionalInterface
  public interface Factory {
    /**
     * @param environment the environment of the invocation
     * @param parameters the request's parameters, checked against the definition
     * @param headers the request's headers that name the run
     */
    Intent create(Environment environment, Parameters parameters, RunHeaders headers);
  }
}
