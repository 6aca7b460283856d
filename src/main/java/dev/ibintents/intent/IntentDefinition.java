package dev.ibintents.intent;

import com.google.gson.JsonObject;
import dev.ibintents.environment.Environment;
import dev.ibintents.trading.ledger.RunHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * The definition of an intent.
 *
 * @param name the path of the intent
 * @param description the work of the intent in words, for {@code GET /}
 * @param parameters the parameters that it takes
 * @param factory makes the intent for an invocation
 * @param traits the traits of the intent
 * @param textBody the text that a body may be in place of a JSON object; empty if there is none
 */
public record IntentDefinition(
    String name,
    String description,
    List<Parameter> parameters,
    Factory factory,
    Set<Trait> traits,
    Optional<TextBody> textBody) {

  /** A trait of an intent that differs from the rule. */
  public enum Trait {
    /**
     * It changes nothing: no account, no book, no stored data. Web pages of other sites may only
     * request such intents.
     */
    READS_ONLY,
    /** It is asked for by POST only. */
    POST_ONLY,
    /** It is asked for by GET only, and shows the state that a POST of the same name changes. */
    GET_ONLY,
    /** It runs even if the configuration has faults. */
    DESPITE_FAULTS
  }

  /** Copies the set. */
  public IntentDefinition {
    traits = Set.copyOf(traits);
  }

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
    this(name, description, parameters, factory, Set.of(), Optional.empty());
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
    return with(Trait.READS_ONLY);
  }

  /** The same definition with a further trait. */
  IntentDefinition with(Trait trait) {
    Set<Trait> more = new HashSet<>(traits);
    more.add(trait);
    return new IntentDefinition(name, description, parameters, factory, more, textBody);
  }

  /** The same definition, with a text that may be the whole body. */
  IntentDefinition withTextBody(TextBody text) {
    return new IntentDefinition(name, description, parameters, factory, traits, Optional.of(text));
  }

  /** Whether the intent changes nothing. */
  public boolean readsOnly() {
    return traits.contains(Trait.READS_ONLY);
  }

  /** Whether the intent is asked for by POST only. */
  public boolean isPostOnly() {
    return traits.contains(Trait.POST_ONLY);
  }

  /** Whether the intent is asked for by GET only. */
  public boolean isGetOnly() {
    return traits.contains(Trait.GET_ONLY);
  }

  /** The HTTP methods that ask for the intent. */
  public List<String> methods() {
    return isGetOnly() ? List.of("GET") : isPostOnly() ? List.of("POST") : List.of("GET", "POST");
  }

  /** The name, with the method before it if a POST of the same name is another intent. */
  public String title() {
    return isGetOnly() ? "GET " + name : name;
  }

  /** Whether the intent runs even if the configuration has faults. */
  public boolean runsDespiteFaults() {
    return traits.contains(Trait.DESPITE_FAULTS);
  }

  /**
   * Runs the intent without HTTP, as commands do.
   *
   * @param body the parameters, which are checked as those of a request
   * @return the answer
   * @throws InvalidParametersException if a parameter is wrong
   */
  public Object run(Environment environment, JsonObject body, RunHeaders headers) {
    return factory.create(environment, Parameters.of(body, this), headers).run();
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
