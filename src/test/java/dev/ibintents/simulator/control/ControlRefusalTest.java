package dev.ibintents.simulator.control;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.bench.RawHttp;
import java.net.http.HttpResponse;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong calls, hostile bodies and web pages change nothing, and hear why. */
@Timeout(60)
class ControlRefusalTest {
  private static ControlBench bench;
  private static String state;

  @BeforeAll
  static void open() throws Exception {
    bench = new ControlBench();
    state = bench.get("/state").toString();
  }

  @AfterAll
  static void nothingHasChanged() throws Exception {
    try (ControlBench closing = bench) {
      assertThat(closing.get("/state").toString()).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /price         | {"contract":"SPYY","last":1}          | did you mean
          /price         | {"contract":"SPY"}                    | one of bid, ask and last
          /price         | {"contract":"SPY","last":600.001}     | steps of 0.01
          /price         | {"contract":"SPY","last":-1}          | above 0
          /price         | {"contract":"SPY","bid":0}            | above 0
          /price         | {"contract":"SPY","bid":2,"ask":2}    | below the ask
          /price         | {"contract":"SPY","bid":"1e9"}        | such as 600.25
          /price         | {"contract":"SPY","last":1e400}       | such as 600.25
          /price         | {"contract":"99999999999999","last":1} | does not know
          /price         | {"last":600}                          | contract is missing
          /price         | {"contract":" ","last":600}           | contract is
          /price         | {"contract":"SPY","lst":600}          | no field lst; did you mean last
          /price         | {"contract":"SPY","last":[600]}       | last must be a text, a number
          /price         | {"contract":"SPY","last":null}        | leave it out
          /price         | {"contract":"SPY","last":1,"last":2}  | given twice
          /price         | {"contract":"SPY","last":1} {}        | not JSON
          /price         | [1]                                   | JSON object
          /price         | {"contract":                          | not JSON
          /price         | {contract:"SPY"}                      | not JSON
          /clock/advance | {}                                    | exactly one of by, to
          /clock/advance | {"by":"soon"}                         | such as 90s
          /clock/advance | {"by":90}                             | such as 90s
          /clock/advance | {"by":"32d"}                          | at most 31 days
          /clock/advance | {"by":"PT2540400000000H"}             | at most 31 days
          /clock/advance | {"to":"+999999999-12-31T23:59:59Z"}   | at most 31 days
          /clock/advance | {"to":"tomorrow"}                     | 2026-11-23T15:00:00Z
          /clock/speed   | {"speed":-1}                          | from 0
          /clock/speed   | {"speed":1000000}                     | from 0
          /order/refuse-next | {"number":0}                      | number 1, not 0
          /order/refuse-next | {"code":99999999999}              | too large
          /order/refuse-next | {"code":-1}                       | whole number
          /broker/restore | {"dataKept":"perhaps"}               | true or false
          /wait          | {}                                    | exactly one of order
          /wait          | {"client":1,"order":"a"}              | not [order, client]
          /wait          | {"client":1,"status":"Filled"}        | status belongs to order
          /wait          | {"order":"a","status":"Done"}         | there are PreSubmitted
          /wait          | {"order":"a","within":"61s"}          | 60s
          /reset         | {"hard":true}                         | takes no fields
          /faults        | {"faults":"lightning=1"}              | there is no fault
          """)
  void wrongCallIsRefusedWithTheReason(String path, String body, String reason) throws Exception {
    HttpResponse<String> answer = bench.send("POST", path, body);

    assertWithMessage(answer.body()).that(answer.statusCode()).isEqualTo(400);
    assertThat(error(answer.body())).contains(reason);
  }

  private static String error(String body) {
    return JsonParser.parseString(body).getAsJsonObject().get("error").getAsString();
  }

  @Test
  void unknownPathIsAnsweredWithTheCalls() throws Exception {
    HttpResponse<String> answer = bench.send("POST", "/orders/fill", "");

    assertThat(answer.statusCode()).isEqualTo(404);
    JsonObject json = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(json.getAsJsonArray("calls").toString()).contains("POST /order/fill");
  }

  @Test
  void wrongMethodIsAnsweredWithTheRightOne() throws Exception {
    HttpResponse<String> answer = bench.send("GET", "/reset", "");
    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("POST");
    assertThat(bench.send("DELETE", "/state", "").statusCode()).isEqualTo(405);
    assertThat(bench.send("HEAD", "/state", "").statusCode()).isEqualTo(405);
    assertThat(bench.send("OPTIONS", "/reset", "").statusCode()).isEqualTo(405);
  }

  @Test
  void queryIsChecked() throws Exception {
    assertThat(error(bench.send("GET", "/sent?sinse=1", "").body())).contains("did you mean since");
    assertThat(bench.send("GET", "/sent?since=", "").statusCode()).isEqualTo(400);
    assertThat(bench.send("GET", "/sent?since", "").statusCode()).isEqualTo(400);
    assertThat(bench.send("GET", "/sent?since=1&since=2", "").statusCode()).isEqualTo(400);
    assertThat(bench.send("GET", "/sent?name=%25", "").statusCode()).isEqualTo(200);
    assertThat(error(bench.send("POST", "/reset?hard=true", "").body())).contains("body");
  }

  @Test
  void hugeBodyIsRefused() throws Exception {
    try (RawHttp client = new RawHttp(bench.root())) {
      client.send(
          "POST /faults HTTP/1.1\r\nHost: localhost\r\nContent-Length: 70000\r\n\r\n"
              + "x".repeat(70_000));
      assertThat(client.answer().status()).isEqualTo(413);
    }
  }

  @Test
  void deepBodyIsRefused() throws Exception {
    assertThat(bench.refused(400, "/faults", "{'faults':" + "[".repeat(60_000)))
        .contains("faults must be");
  }

  private static RawHttp.Answer state(String host, String... headers) throws Exception {
    String further = headers.length == 0 ? "" : "\r\n" + String.join("\r\n", headers);
    return RawHttp.ask(bench.root(), "GET /state HTTP/1.1", "Host: " + host + further);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost:4003",
        "127.0.0.1",
        "127.1.2.3:80",
        "[::1]:9",
        "BOT-tests:4003",
        "localhost."
      })
  void namesOfThisMachineAreAnswered(String host) throws Exception {
    assertThat(state(host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example:4003",
        "192.168.1.5",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil.example\r\nHost: localhost"
      })
  void nameThatAPageWasPointedFromIsRefused(String host) throws Exception {
    RawHttp.Answer answer = state(host);
    assertThat(answer.status()).isAnyOf(400, 403);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: null",
        "Origin: http://localhost:3000",
        "Origin: http://user@localhost:4003.evil.example",
        "Sec-Fetch-Site: cross-site",
        "Sec-Fetch-Site: same-site",
      })
  void pageOfAnotherSiteIsRefused(String header) throws Exception {
    RawHttp.Answer answer = state("localhost:4003", header);
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.error()).contains("another site");
  }

  @Test
  void pageOfThisServerIsAnswered() throws Exception {
    assertThat(
            state("localhost:4003", "Origin: http://localhost:4003", "Sec-Fetch-Site: same-origin")
                .status())
        .isEqualTo(200);
  }

  @Test
  void openServerIsCalledByItsAddressButNotByAForeignName() throws Exception {
    try (ControlServer open = new ControlServer(bench.gateway(), "0.0.0.0", 0, Set.of())) {
      try (RawHttp client = new RawHttp("127.0.0.1", open.port())) {
        client.send("GET /state HTTP/1.1\r\nHost: 192.168.1.5:4003\r\n\r\n");
        assertThat(client.answer().status()).isEqualTo(200);
        client.send("GET /state HTTP/1.1\r\nHost: box.lan:4003\r\n\r\n");
        assertThat(client.answer().error()).contains("--control-names");
      }
    }
  }
}
