package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.intent.json.StrictJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ParametersTest {
  private static final IntentDefinition DEFINITION =
      new IntentDefinition(
          "trade",
          "for tests",
          List.of(
              Parameter.optional("dryRun", Parameter.Type.FLAG, "show only"),
              Parameter.optional("strategies", Parameter.Type.TEXTS, "which"),
              Parameter.optional("orderProperties", Parameter.Type.OBJECT, "how"),
              Parameter.required("contract", Parameter.Type.TEXT, "what")),
          (environment, parameters) -> {
            throw new AssertionError("no intent is made here");
          });

  private static Parameters ofBody(String json) {
    return Parameters.of(StrictJson.parse(json).getAsJsonObject(), DEFINITION);
  }

  private static String refusalOfBody(String json) {
    return refusal(ofBody(json));
  }

  private static String refusal(Parameters parameters) {
    return parameters.refusal().orElseThrow().getMessage();
  }

  @Test
  void readsABody() {
    Parameters parameters =
        ofBody(doubleQuoted("{'contract':'SPY','dryRun':true,'strategies':['a','b']}"));

    assertThat(parameters.flag("dryRun")).isTrue();
    assertThat(parameters.texts("strategies")).containsExactly("a", "b").inOrder();
    assertThat(parameters.text("contract")).hasValue("SPY");
    assertThat(parameters.text("orderProperties")).isEmpty();
  }

  @Test
  void aQueryStringMeansTheSameAsABody() {
    Map<String, List<String>> query = new LinkedHashMap<>();
    query.put("contract", List.of("SPY"));
    query.put("dryRun", List.of("true"));
    query.put("strategies", List.of("dummy,weights"));
    query.put("orderProperties", List.of(doubleQuoted("{'lmtPrice':1.5}")));

    assertThat(Parameters.ofQuery(query, DEFINITION).json())
        .isEqualTo(
            ofBody(
                    doubleQuoted(
                        "{'contract':'SPY','dryRun':true,'strategies':['dummy','weights'],"
                            + "'orderProperties':{'lmtPrice':1.5}}"))
                .json());
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    assertThat(
            refusalOfBody(
                doubleQuoted("{'dryRun':'yes','strategies':'a','orderProperties':[],'x':1,'y':2}")))
        .isEqualTo(
            doubleQuoted(
                "dryRun is 'yes', it must be true or false;"
                    + " strategies is 'a', it must be a list of texts;"
                    + " orderProperties is [], it must be an object;"
                    + " unknown parameter x; unknown parameter y; contract is missing."
                    + " trade takes dryRun? (true or false), strategies? (a list of texts),"
                    + " orderProperties? (an object), contract (text)"));
  }

  @Test
  void unknownParameterIsAnsweredWithNearNames() {
    assertThat(refusalOfBody(doubleQuoted("{'contract':'SPY','dryrun':true,'strategy':[]}")))
        .startsWith(
            "unknown parameter dryrun; did you mean dryRun?;"
                + " unknown parameter strategy; did you mean strategies? trade takes ");
    Map<String, List<String>> query = Map.of("contract", List.of("SPY"), "dryrun", List.of("true"));
    assertThat(refusal(Parameters.ofQuery(query, DEFINITION)))
        .startsWith("unknown parameter dryrun; did you mean dryRun? trade takes ");
  }

  @Test
  void whatIsWrongIsLeftOut() {
    Parameters parameters = ofBody(doubleQuoted("{'contract':'SPY','dryRun':'yes','x':1}"));

    assertThat(parameters.json().toString()).isEqualTo(doubleQuoted("{'contract':'SPY'}"));
    assertThat(ofBody(doubleQuoted("{'contract':'SPY'}")).refusal()).isEmpty();
  }

  @Test
  void nullIsNoValue() {
    assertThat(refusalOfBody(doubleQuoted("{'contract':'SPY','dryRun':null}")))
        .startsWith("dryRun is null, it must be true or false. ");
  }

  @Test
  void blankTextIsNoText() {
    assertThat(refusalOfBody(doubleQuoted("{'contract':' '}")))
        .startsWith(doubleQuoted("contract is ' ', it must be text. "));
    assertThat(refusalOfBody(doubleQuoted("{'contract':'SPY','strategies':['']}")))
        .startsWith(doubleQuoted("strategies is [''], it must be a list of texts. "));
  }

  @Test
  void aQueryParameterMeansOneThing() {
    Map<String, List<String>> query = Map.of("dryRun", List.of("true", "false"));

    assertThat(refusal(Parameters.ofQuery(query, DEFINITION)))
        .startsWith("dryRun is given 2 times; contract is missing. ");
  }

  @Test
  void aQueryParameterHasItsType() {
    Map<String, List<String>> query = new LinkedHashMap<>();
    query.put("contract", List.of("SPY"));
    query.put("dryRun", List.of("TRUE"));
    query.put("orderProperties", List.of("{"));
    query.put("strategies", List.of("a,,b"));

    assertThat(refusal(Parameters.ofQuery(query, DEFINITION)))
        .startsWith(
            doubleQuoted(
                "dryRun is 'TRUE', it must be true or false;"
                    + " orderProperties is '{', it must be an object;"
                    + " strategies is 'a,,b', it must be a list of texts. "));
  }

  @Test
  void sayssoWhereNothingIsTaken() {
    IntentDefinition none = Intents.all().named("ping").orElseThrow();

    assertThat(
            refusal(
                Parameters.of(StrictJson.parse(doubleQuoted("{'x':1}")).getAsJsonObject(), none)))
        .isEqualTo("unknown parameter x. ping takes no parameters");
  }
}
