package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import dev.ibintents.bench.RawHttp;
import dev.ibintents.intent.Intents;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every line of the HTTP contract, through the real functions framework. */
final class HttpContractTest extends HttpContractBench {
  private static List<String> names() {
    List<String> names = new ArrayList<>(Intents.all().names());
    names.add("echo");
    return names;
  }

  @Test
  void pingAnswers() throws Exception {
    HttpResponse<String> response = door.get("/ping");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject answer = json(response);
    assertThat(answer.get("serverVersion").getAsInt()).isEqualTo(178);
    assertThat(answer.get("protocol").getAsString()).isEqualTo("text");
    assertThat(answer.get("managedAccounts").toString()).isEqualTo(doubleQuoted("['DU1234567']"));
    assertThat(answer.get("tradingMode").getAsString()).isEqualTo("paper");
    Instant.parse(answer.get("currentTime").getAsString());
  }

  @Test
  void pingSaysWhichDialectIsSpoken() throws Exception {
    door.store().update("config/paper", Map.of("gateway", Map.of("protocol", "protobuf")));
    try {
      JsonObject answer = json(door.get("/ping"));

      assertThat(answer.get("serverVersion").getAsInt()).isEqualTo(226);
      assertThat(answer.get("protocol").getAsString()).isEqualTo("protobuf");
    } finally {
      door.store().update("config/paper", Map.of("gateway", Map.of("protocol", "auto")));
    }
  }

  @Test
  void aPostIsAnsweredAsAGet() throws Exception {
    for (String body : List.of("", "{}", " \n{ } \n")) {
      HttpResponse<String> response = door.post("/ping", body);

      assertWithMessage(body).that(response.statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theRootListsTheIntents() throws Exception {
    HttpResponse<String> response = door.get("/");

    assertThat(response.statusCode()).isEqualTo(200);
    JsonObject answer = json(response);
    assertThat(answer.get("version").getAsString()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(answer.get("tradingMode").getAsString()).isEqualTo("paper");
    JsonObject intents = answer.getAsJsonObject("intents");
    assertThat(intents.keySet()).containsExactlyElementsIn(names()).inOrder();
    assertThat(intents.keySet()).containsAtLeast("ping", "summary", "allocation").inOrder();
    assertThat(intents.getAsJsonObject("echo").getAsJsonArray("parameters").get(1).toString())
        .isEqualTo(
            doubleQuoted(
                "{'name':'strategies','type':'a list of texts','required':false,"
                    + "'description':'a list',"
                    + "'schema':{'type':'array','items':{'type':'string'}}}"));
    assertThat(intents.getAsJsonObject("trading").getAsJsonArray("methods").toString())
        .isEqualTo(doubleQuoted("['POST']"));
    assertThat(intents.getAsJsonObject("signals").getAsJsonObject("get").get("methods").toString())
        .isEqualTo(doubleQuoted("['GET']"));
    assertThat(intents.getAsJsonObject("ping").getAsJsonArray("parameters")).isEmpty();
    assertThat(answer.getAsJsonObject("statuses").get("409").getAsString())
        .isEqualTo(
            "another trading run holds the account or the client id, or this very run"
                + " is under way; a market is closed and whenClosed is refuse; or the state of a"
                + " strategy was changed while it gave its signals");
  }

  @Test
  void aQueryStringGivesTheSameParametersAsABody() throws Exception {
    HttpResponse<String> get = door.get("/echo?dryRun=true&strategies=dummy,w%20%C3%BC");
    HttpResponse<String> post =
        door.post("/echo", doubleQuoted("{'dryRun':true,'strategies':['dummy','w ü']}"));

    assertThat(get.statusCode()).isEqualTo(200);
    assertThat(post.statusCode()).isEqualTo(200);
    assertThat(json(get).get("parameters")).isEqualTo(json(post).get("parameters"));
    assertThat(json(post).get("parameters").getAsString())
        .isEqualTo(doubleQuoted("{'dryRun':true,'strategies':['dummy','w ü']}"));
  }

  @Test
  void numbersAreExactAndPlain() throws Exception {
    assertThat(door.get("/echo").body())
        .contains(doubleQuoted("'tiny':0.00000000000000000001,'large':1500000000,'none':null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "nope",
        """
        {"a":1,}\
        """,
        "{'a':1}",
        "{}{}",
        """
        {"dryRun":NaN}\
        """,
        """
        {"a":1} x\
        """
      })
  void aBodyThatIsNoJsonIsRefused(String body) throws Exception {
    HttpResponse<String> response = door.post("/echo", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).isEqualTo("Invalid JSON body");
  }

  @Test
  void bytesThatAreNotUtf8AreNotJson() throws Exception {
    HttpResponse<String> response =
        door.send(
            door.request("/echo")
                .POST(BodyPublishers.ofByteArray(new byte[] {'"', (byte) 0xc3, '"'})));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).isEqualTo("Invalid JSON body");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]",
        "null",
        """
        "text"\
        """,
        "5"
      })
  void aBodyThatIsNoObjectIsRefused(String body) throws Exception {
    HttpResponse<String> response = door.post("/echo", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).startsWith("BadRequestException: the body must be a JSON object,");
  }

  @Test
  void unknownAndMistypedParametersAreNamedInOneAnswer() throws Exception {
    HttpResponse<String> response =
        door.post("/echo", doubleQuoted("{'dryRun':'yes','strategies':[1],'x':1}"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response))
        .isEqualTo(
            doubleQuoted(
                "InvalidParametersException: dryRun is 'yes', it must be true or false;"
                    + " strategies is [1], it must be a list of texts; unknown parameter x."
                    + " echo takes dryRun? (true or false), strategies? (a list of texts),"
                    + " fail? (true or false), refuse? (true or false)"));
    HttpResponse<String> query = door.get("/summary?x=1");
    assertThat(query.statusCode()).isEqualTo(400);
    assertThat(error(query))
        .isEqualTo("InvalidParametersException: unknown parameter x. summary takes no parameters");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          allocation | {"dryRunn":true,"strategies":["nosuch"]} | unknown parameter dryRunn; \
          unknown strategies nosuch; there are
          allocation | {"strategies":["nosuch"],"orderProperties":{"foo":1}} | unknown strategies \
          nosuch; no order field is called foo
          orchestrate | {"dryRun":1,"strategies":["nosuch"]} | dryRun is 1; unknown strategies \
          nosuch
          close-all | {"x":1,"strategies":["nosuch"],"orderProperties":{"foo":1}} | unknown \
          parameter x; unknown strategies nosuch; no order field is called foo
          trade-reconciliation | {"x":1,"adopt":{"nosuch":{"1":1}}} | unknown parameter x; \
          unknown strategies nosuch
          collect-market-data | {"x":1,"barSize":"2 days","contracts":[{"a":1},{"b":1}]} | \
          unknown parameter x; barSize is "2 days"; contracts[0]; contracts[1]
          market-data | {"y":1,"from":"x","to":"z","format":"xml"} | unknown parameter y; \
          contract is missing; from is "x"; to is "z"; format is "xml"
          """)
  void allFaultsOfARequestAreNamedInOneAnswer(String intent, String body, String words)
      throws Exception {
    int before = door.gateway().connectionsAccepted();

    HttpResponse<String> response = door.post("/" + intent, body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).startsWith("InvalidParametersException: ");
    for (String word : words.split("; ")) {
      assertThat(error(response)).contains(word);
    }
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"allocation", "orchestrate", "close-all"})
  void anEmptyListOfStrategiesDoesNotMeanAll(String intent) throws Exception {
    HttpResponse<String> response = door.post("/" + intent, doubleQuoted("{'strategies':[]}"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response))
        .startsWith("InvalidParametersException: strategies is empty; leave it out to ");
  }

  @Test
  void aBadRequestIsRefusedWhateverTheConfiguration() throws Exception {
    door.store().delete("config/paper");

    HttpResponse<String> response = door.post("/allocation", doubleQuoted("{'x':1}"));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains("unknown parameter x");
  }

  @Test
  void parametersInTheWrongPlaceAreRefusedRatherThanIgnored() throws Exception {
    HttpResponse<String> get =
        door.send(
            door.request("/echo")
                .method("GET", BodyPublishers.ofString(doubleQuoted("{'dryRun':true}"))));
    HttpResponse<String> post = door.post("/echo?dryRun=true", "{}");

    assertThat(get.statusCode()).isEqualTo(400);
    assertThat(error(get)).contains("send the body with POST");
    assertThat(post.statusCode()).isEqualTo(400);
    assertThat(error(post)).contains("leave the query string out");
  }

  @Test
  void aBadRequestNeverTouchesTheGateway() throws Exception {
    int before = door.gateway().connectionsAccepted();
    door.post("/echo", "{");
    door.post("/echo", doubleQuoted("{'x':1}"));
    door.get("/nonsense");
    door.get("/");

    assertThat(door.gateway().connectionsAccepted()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "ping/", "Ping", "ping/x", "%22%7D"})
  void anUnknownIntentIsNotFound(String name) throws Exception {
    HttpResponse<String> response = door.get("/" + name);

    assertThat(response.statusCode()).isEqualTo(404);
    assertThat(error(response)).startsWith("UnknownIntentException: Unknown intent received: ");
    assertThat(error(response)).endsWith("; the intents are " + String.join(", ", names()));
  }

  @Test
  void theRootTakesNoPost() throws Exception {
    assertThat(door.post("/", "{}").statusCode()).isEqualTo(404);
  }

  /** A server that has not read a body hangs up afterwards, whatever its answer said. */
  @ParameterizedTest
  @ValueSource(
      strings = {"POST /", "POST /nosuch", "DELETE /ping", "GET /ping", "POST /ping?x=1", "GET /"})
  void aConnectionServesOnAfterARefusalHoweverLateItsBodyComes(String line) throws Exception {
    try (RawHttp client = new RawHttp(door.root())) {
      for (int i = 0; i < 20; i++) {
        client.send(line + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n");
        Thread.yield(); // the head goes alone
        client.send("{}");
        assertThat(client.answer().body()).isNotEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DELETE", "PUT", "PATCH", "OPTIONS", "TRACE"})
  void otherMethodsAreNotAllowed(String method) throws Exception {
    HttpResponse<String> response =
        door.send(door.request("/ping").method(method, BodyPublishers.noBody()));

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).hasValue("GET, POST");
    assertThat(error(response))
        .isEqualTo("MethodNotAllowedException: " + method + " is not allowed; use GET or POST");
  }

  @Test
  void aBodyOverOneMebibyteIsTooLarge() throws Exception {
    String limit = doubleQuoted("{'strategies':['" + "x".repeat(1024 * 1024 - 20) + "']}");
    String over = " ".repeat(1024 * 1024 + 1 - limit.length()) + limit;

    assertThat(door.post("/echo", limit).statusCode()).isEqualTo(200);
    HttpResponse<String> response =
        door.sendAlone(door.request("/echo").POST(BodyPublishers.ofString(over)));
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(error(response))
        .isEqualTo(
            "PayloadTooLargeException: the body is longer than 1048576 bytes,"
                + " which is the limit for this intent");
  }

  @Test
  void aBodyOverOneMebibyteIsTooLargeHoweverItComes() throws Exception {
    byte[] body = " ".repeat(2 * 1024 * 1024).getBytes(UTF_8);
    HttpResponse<String> response =
        door.sendAlone(
            door.request("/echo")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))));

    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(response.headers().firstValue("Connection")).hasValue("close");
  }
}
