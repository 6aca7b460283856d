package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.RawHttp;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of callers without a right to trade, with the bytes that those callers send. */
final class CallersTest {
  private static final String HOST = "Host: localhost";

  @TempDir static Path folder;
  private static FrontDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = FrontDoor.in(folder).variable("HOSTS", "box.lan").open();
  }

  @AfterAll
  static void close() {
    door.close();
  }

  private static RawHttp.Answer get(String path, String... headers) throws Exception {
    List<String> lines = new ArrayList<>(List.of("GET " + path + " HTTP/1.1"));
    lines.addAll(Arrays.asList(headers));
    return RawHttp.ask(door.root(), lines.toArray(String[]::new));
  }

  private static void assertRefused(RawHttp.Answer answer, String words, int connectionsBefore) {
    assertWithMessage(answer.body()).that(answer.status()).isEqualTo(403);
    assertThat(answer.error()).startsWith("ForbiddenException: ");
    assertThat(answer.error()).contains(words);
    assertThat(answer.head()).doesNotContain("Access-Control");
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(connectionsBefore);
  }

  private static List<String> changingIntents() {
    return Intents.all().definitions().stream()
        .filter(definition -> !definition.readsOnly())
        .map(IntentDefinition::name)
        .filter(name -> !Intents.all().shown(name).orElseThrow().readsOnly())
        .toList();
  }

  @Test
  void intentsThatTradeOrAdoptChangeSomething() {
    assertThat(changingIntents())
        .containsAtLeast("allocation", "cash-balancer", "close-all", "reconcile", "adopt-account");
  }

  @ParameterizedTest
  @MethodSource("changingIntents")
  void imageOnAnotherSiteChangesNothing(String intent) throws Exception {
    int before = door.gateway().connectionsAccepted();

    RawHttp.Answer answer =
        get(
            "/" + intent,
            HOST,
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept: image/avif,image/webp,*/*",
            "Referer: https://evil.example/",
            "Sec-Fetch-Dest: image",
            "Sec-Fetch-Mode: no-cors",
            "Sec-Fetch-Site: cross-site");

    assertRefused(answer, intent + " changes something, and a page of another site", before);
    assertThat(answer.error()).contains("(Sec-Fetch-Site: cross-site)");
  }

  @Test
  void plainTextFormOnAnotherSiteChangesNothing() throws Exception {
    int before = door.gateway().connectionsAccepted();

    RawHttp.Answer answer =
        RawHttp.post(
            door.root(),
            "/close-all",
            doubleQuoted("{'halt':false,'x':'='}"),
            HOST,
            "Content-Type: text/plain",
            "Origin: https://evil.example",
            "Sec-Fetch-Dest: document",
            "Sec-Fetch-Mode: navigate",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-User: ?1");

    assertRefused(answer, "cross-site", before);
  }

  @Test
  void multipartFormOnAnotherSiteChangesNothing() throws Exception {
    int before = door.gateway().connectionsAccepted();

    RawHttp.Answer answer =
        RawHttp.post(
            door.root(),
            "/close-all",
            doubleQuoted("--x\r\nContent-Disposition: form-data; name='a'\r\n\r\nb\r\n--x--\r\n"),
            HOST,
            "Content-Type: multipart/form-data; boundary=x",
            "Origin: https://evil.example",
            "Sec-Fetch-Site: cross-site");

    assertRefused(answer, "cross-site", before);
  }

  @Test
  void scriptOfAnotherPortIsRefused() throws Exception {
    int before = door.gateway().connectionsAccepted();

    RawHttp.Answer fetched =
        RawHttp.post(
            door.root(),
            "/allocation",
            "{}",
            "Host: localhost:8080",
            "Content-Type: text/plain;charset=UTF-8",
            "Origin: http://localhost:3000",
            "Referer: http://localhost:3000/",
            "Sec-Fetch-Mode: no-cors",
            "Sec-Fetch-Site: same-site");

    assertRefused(fetched, "(Sec-Fetch-Site: same-site)", before);
  }

  /** Old browsers send no Sec-Fetch-Site, and no browser sends it to an untrustworthy address. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Origin: https://evil.example",
        "Origin: http://localhost:3000",
        "Origin: http://localhost.evil.example",
        "Origin: null",
        "Origin: file://",
        "Origin: ",
        "Referer: https://evil.example/page?http://localhost:8080/",
        "Referer: http://localhost:3000/",
        "Referer: http://localhost@evil.example/",
        "Referer: no address",
        "Sec-Fetch-Site: anything",
        "Sec-Fetch-Site: same-origin\r\nOrigin: https://evil.example",
        "Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site",
        "sec-fetch-site: CROSS-SITE"
      })
  void everyHeaderThatNamesAnotherSiteLeadsToRefusal(String header) throws Exception {
    int before = door.gateway().connectionsAccepted();

    assertRefused(
        get("/close-all?dryRun=true", "Host: localhost:8080", header),
        "a page of another site",
        before);
    assertRefused(
        RawHttp.post(
            door.root(),
            "/close-all",
            doubleQuoted("{'dryRun':true}"),
            "Host: localhost:8080",
            header),
        "a page of another site",
        before);
  }

  @Test
  void prefetchedPageChangesNothing() throws Exception {
    int before = door.gateway().connectionsAccepted();

    assertRefused(
        get("/close-all", HOST, "Sec-Fetch-Site: none", "Sec-Purpose: prefetch;prerender"),
        "before its user does (Sec-Purpose: prefetch;prerender)",
        before);
  }

  @Test
  void preflightOfAnotherSiteIsNotAllowed() throws Exception {
    RawHttp.Answer preflight =
        RawHttp.ask(
            door.root(),
            "OPTIONS /close-all HTTP/1.1",
            HOST,
            "Origin: https://evil.example",
            "Access-Control-Request-Method: POST",
            "Access-Control-Request-Headers: content-type");

    assertThat(preflight.status()).isEqualTo(405);
    assertThat(preflight.head()).doesNotContain("Access-Control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "User-Agent: curl/8.5.0",
        "User-Agent: Google-Cloud-Scheduler",
        "Sec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate",
        "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost:8080",
        "Sec-Fetch-Site: same-origin\r\nReferer: http://localhost:8080/",
        "Origin: http://LOCALHOST:8080",
        "Referer: http://localhost:8080/summary"
      })
  void ownPagesAndProgramsOtherThanBrowsersAreAnswered(String header) throws Exception {
    RawHttp.Answer get = get("/close-all?dryRun=true", "Host: localhost:8080", header);
    assertWithMessage(get.body()).that(get.status()).isEqualTo(200);
    RawHttp.Answer post =
        RawHttp.post(
            door.root(),
            "/close-all",
            doubleQuoted("{'dryRun':true}"),
            "Host: localhost:8080",
            header);
    assertWithMessage(post.body()).that(post.status()).isEqualTo(200);
  }

  @Test
  void originWithoutAPortHasTheDefaultPort() throws Exception {
    assertThat(
            get("/close-all?dryRun=true", "Host: localhost", "Origin: https://localhost").status())
        .isEqualTo(200);
    assertThat(
            get("/close-all?dryRun=true", "Host: localhost:80", "Origin: http://localhost")
                .status())
        .isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ping", "/summary", "/market-data?contract=SPY"})
  void readingIntentsAreAnsweredForEverySite(String path) throws Exception {
    RawHttp.Answer answer =
        get(path, HOST, "Origin: https://evil.example", "Sec-Fetch-Site: cross-site");

    assertThat(answer.status()).isNotEqualTo(403);
    assertThat(answer.head()).doesNotContain("Access-Control");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "foo.localhost",
        "192.168.1.5",
        "[2001:db8::1]:8080"
      })
  void unknownHostNameIsRefused(String host) throws Exception {
    int before = door.gateway().connectionsAccepted();

    for (String path : List.of("/", "/ping", "/close-all?dryRun=true", "/nosuch")) {
      assertRefused(get(path, "Host: " + host), "Host is " + host, before);
    }
    assertRefused(
        RawHttp.post(door.root(), "/close-all", doubleQuoted("{'dryRun':true}"), "Host: " + host),
        "HOSTS",
        before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:9999",
        "localhost.:8080",
        "127.0.0.1",
        "127.1.2.3:80",
        "[::1]:8080",
        "box.lan",
        "BOX.lan:8080"
      })
  void knownHostNamesAreAnswered(String host) throws Exception {
    assertThat(get("/ping", "Host: " + host).status()).isEqualTo(200);
  }
}
