package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the page, as the functions framework serves them. src/test/browser shows them. */
final class DashboardTest {
  private static final Path FOLDER = Path.of("src/main/resources/dev/ibintents/dashboard");
  private static final Pattern ADDRESS = Pattern.compile(doubleQuoted("(?:src|href)='([^']+)'"));
  private static final Pattern IMPORT = Pattern.compile("from '\\./([a-z]+\\.js)'");
  private static final String HOST = "Host: localhost";

  @TempDir static Path folder;
  private static FrontDoor door;

  @BeforeAll
  static void open() throws Exception {
    door = FrontDoor.in(folder).open();
  }

  @AfterAll
  static void close() {
    door.close();
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  private static RawHttp.Answer ask(String method, String path, String... headers)
      throws IOException {
    String[] lines =
        Stream.concat(Stream.of(method + " " + path + " HTTP/1.1"), Stream.of(headers))
            .toArray(String[]::new);
    return RawHttp.ask(door.root(), lines);
  }

  /** The files in the folder of the page, with the addresses at which they are served. */
  private static List<String> ownFiles() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.equals("dashboard.html") ? "/dashboard" : "/dashboard/" + name)
          .sorted()
          .toList();
    }
  }

  @Test
  void pageIsHtmlThatBrowsersKeepAndAskFor() throws Exception {
    HttpResponse<String> page = door.getPlain("/dashboard");

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(header(page, "Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(header(page, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(page, "ETag")).matches(doubleQuoted("'[0-9a-f]{32}'"));
    assertThat(page.body()).startsWith("<!doctype html>");
    assertThat(page.body()).isEqualTo(Files.readString(FOLDER.resolve("dashboard.html")));
  }

  @ParameterizedTest
  @MethodSource("ownFiles")
  void everyFileHasTheHeadersThatLockBrowsersIn(String path) throws Exception {
    HttpResponse<String> file = door.getPlain(path);

    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(header(file, "Content-Security-Policy"))
        .isEqualTo(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
                + " 'none'");
    assertThat(header(file, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(file, "Referrer-Policy")).isEqualTo("same-origin");
    assertThat(header(file, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    assertThat(header(file, "Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/dashboard/dashboard.css, text/css; charset=utf-8",
    "/dashboard/dashboard.js, text/javascript; charset=utf-8",
    "/dashboard/icon.svg, image/svg+xml",
    "/dashboard/uplot.js, text/javascript; charset=utf-8",
    "/dashboard/uplot.css, text/css; charset=utf-8",
    "/dashboard/uplot-license.txt, text/plain; charset=utf-8"
  })
  void everyKindOfFileHasItsContentType(String path, String contentType) throws Exception {
    HttpResponse<String> file = door.getPlain(path);

    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(header(file, "Content-Type")).isEqualTo(contentType);
    assertThat(file.body()).isNotEmpty();
  }

  @Test
  void pageAndItsModulesNameOnlyServedFiles() throws Exception {
    List<String> named =
        Stream.concat(
                ADDRESS
                    .matcher(Files.readString(FOLDER.resolve("dashboard.html")))
                    .results()
                    .map(found -> found.group(1)),
                modules().map(name -> "dashboard/" + name))
            .filter(address -> !address.startsWith("#"))
            .distinct()
            .toList();

    assertThat(named.size()).isAtLeast(10);
    for (String address : named) {
      assertWithMessage(address).that(door.getPlain("/" + address).statusCode()).isEqualTo(200);
    }
  }

  private static Stream<String> modules() throws IOException {
    StringBuilder text = new StringBuilder();
    for (String path : ownFiles()) {
      if (path.endsWith(".js")) {
        text.append(Files.readString(FOLDER.resolve(path.substring("/dashboard/".length()))));
      }
    }
    return IMPORT.matcher(text).results().map(found -> found.group(1));
  }

  /** The policy forbids inline scripts and styles, so they would do nothing. */
  @Test
  void pageHasNoInlineScriptAndNoInlineStyle() throws Exception {
    String page = Files.readString(FOLDER.resolve("dashboard.html"));

    assertThat(page).doesNotContainMatch("<script(?![^>]* src=)");
    assertThat(page).doesNotContainMatch("<style|style=|\\son[a-z]+=|javascript:");
    assertThat(page).doesNotContainMatch("(?:src|href)=.(?:https?:|//)");
  }

  @Test
  void previewIsAskedForByAButtonAndIsAlwaysADryRun() throws Exception {
    String page = door.getPlain("/dashboard").body();
    String script = door.getPlain("/dashboard/preview.js").body();

    assertThat(page)
        .contains(
            doubleQuoted("<button type='button' id='preview-ask' class='quiet'>Preview</button>"));
    assertThat(script.split("send\\(", -1)).hasLength(2);
    assertThat(script).containsMatch("(?s)send\\('allocation',[^;]*\\? \\{ dryRun: true, preview");
    assertThat(script).containsMatch("(?s)send\\('allocation',[^;]*: \\{ dryRun: true \\}\\)");
    HttpResponse<String> answer =
        door.post("/allocation", doubleQuoted("{'dryRun': true, 'preview': 'broker'}"));
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(door.ordersReceived()).isEmpty();
  }

  @Test
  void unchangedFileIsNotSentAgain() throws Exception {
    String etag = header(door.getPlain("/dashboard/dashboard.css"), "ETag");

    for (String known : List.of(etag, "W/" + etag, doubleQuoted("'other', ") + etag, "*")) {
      HttpResponse<String> again =
          door.sendPlain(door.request("/dashboard/dashboard.css").header("If-None-Match", known));
      assertWithMessage(known).that(again.statusCode()).isEqualTo(304);
      assertThat(again.body()).isEmpty();
      assertThat(header(again, "ETag")).isEqualTo(etag);
    }
    HttpResponse<String> changed =
        door.sendPlain(
            door.request("/dashboard/dashboard.css")
                .header("If-None-Match", doubleQuoted("'old'")));
    assertThat(changed.statusCode()).isEqualTo(200);
  }

  @Test
  void headOfAFileHasItsLengthAndNoBody() throws Exception {
    int length = Files.readString(FOLDER.resolve("dashboard.js")).getBytes(UTF_8).length;

    HttpResponse<String> head =
        door.sendPlain(
            door.request("/dashboard/dashboard.js").method("HEAD", BodyPublishers.noBody()));

    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(length));
    assertThat(head.body()).isEmpty();
  }

  @Test
  void otherMethodsAreRefused() throws Exception {
    for (String path : List.of("/dashboard", "/dashboard/dashboard.js", "/dashboard/nosuch")) {
      HttpResponse<String> post = door.post(path, "{}");
      assertThat(post.statusCode()).isEqualTo(405);
      assertThat(header(post, "Allow")).isEqualTo("GET, HEAD");
      assertThat(FrontDoor.error(post))
          .isEqualTo("MethodNotAllowedException: POST is not allowed; use GET or HEAD");
    }
  }

  @Test
  void slashAtTheEndLeadsToThePage() throws Exception {
    HttpResponse<String> moved = door.getPlain("/dashboard/");

    assertThat(moved.statusCode()).isEqualTo(308);
    assertThat(URI.create("http://h/dashboard/").resolve(header(moved, "Location")).getPath())
        .isEqualTo("/dashboard");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard/nosuch",
        "/dashboard/dashboard.html",
        "/dashboard/DASHBOARD.JS",
        "/dashboard/sub/dashboard.js",
        "/dashboard/version.properties",
        "/dashboard/uPlot.min.css"
      })
  void unknownFileIsNotFound(String path) throws Exception {
    HttpResponse<String> missing = door.get(path);

    assertThat(missing.statusCode()).isEqualTo(404);
    assertThat(FrontDoor.error(missing))
        .isEqualTo("UnknownFileException: there is no " + path + "; the page is /dashboard");
  }

  @Test
  void pathThatOnlyBeginsLikeThePageIsAnUnknownIntent() throws Exception {
    assertThat(FrontDoor.error(door.get("/dashboards")))
        .startsWith("UnknownIntentException: Unknown intent received: dashboards; ");
  }

  /** No path leads to another resource of a jar or to a file of the machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dashboard/../version.properties",
        "/dashboard/%2e%2e/version.properties",
        "/dashboard/..%2fversion.properties",
        "/dashboard/..%5cversion.properties",
        "/dashboard/.%00./version.properties",
        "/dashboard//etc/passwd",
        "/dashboard/%2fetc%2fpasswd",
        "/dashboard/../../../../../../etc/passwd",
        "/dashboard/..;/version.properties",
        "/dashboard/dashboard.js%00.css",
        "/dashboard/%c0%ae%c0%ae/version.properties"
      })
  void noPathLeadsOutOfTheTable(String path) throws Exception {
    RawHttp.Answer answer = ask("GET", path, HOST, "Connection: close");

    assertWithMessage(answer.head()).that(answer.status()).isAnyOf(400, 404);
    assertThat(answer.body()).doesNotContain("version=");
    assertThat(answer.body()).doesNotContain("root:");
  }

  @Test
  void pageIsForThisMachineAndForKnownNamesOnly() throws Exception {
    for (String path : List.of("/dashboard", "/dashboard/dashboard.js", "/dashboard/nosuch")) {
      RawHttp.Answer answer = ask("GET", path, "Host: evil.example");
      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.error()).contains("Host is evil.example");
    }
    assertThat(ask("GET", "/dashboard", HOST).status()).isEqualTo(200);
    assertThat(InetAddress.getByName(door.root().getHost()).isLoopbackAddress()).isTrue();
  }

  @Test
  void catalogueNamesThePage() throws Exception {
    assertThat(FrontDoor.json(door.get("/")).get("dashboard").getAsString())
        .isEqualTo("/dashboard");
  }

  @Test
  void pageAsksNothingOfTheGateway() throws Exception {
    int before = door.gateway().connectionsAccepted();

    for (String path : ownFiles()) {
      door.getPlain(path);
    }

    assertThat(door.gateway().connectionsAccepted()).isEqualTo(before);
  }
}
