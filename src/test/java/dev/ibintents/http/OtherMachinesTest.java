package dev.ibintents.http;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.OtherAddress;
import dev.ibintents.bench.RawHttp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that come over another address of this machine, as those of other machines do. */
final class OtherMachinesTest {
  @Test
  void anotherMachineIsRefusedHoweverItCallsThisOne(@TempDir Path other) throws Exception {
    String address = OtherAddress.find();
    try (FrontDoor closed = FrontDoor.in(other).open();
        RawHttp client = new RawHttp(address, closed.root().getPort())) {
      client.send("POST /close-all HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}");

      RawHttp.Answer answer = client.answer();

      assertThat(answer.status()).isEqualTo(403);
      assertThat(answer.error())
          .isEqualTo(
              "ForbiddenException: this server answers its own machine only, and the request comes"
                  + " from "
                  + address
                  + "; set HOST=0.0.0.0 where it runs if other machines may trade here");
      assertThat(closed.gateway().connectionsAccepted()).isEqualTo(0);
    }
  }

  @Test
  void anOpenServerAnswersOtherMachinesThatKnowItsName(@TempDir Path other) throws Exception {
    String address = OtherAddress.find();
    try (FrontDoor opened =
            FrontDoor.in(other).variable("HOST", "0.0.0.0").variable("HOSTS", address).open();
        RawHttp client = new RawHttp(address, opened.root().getPort())) {
      client.send("GET /ping HTTP/1.1\r\nHost: %s:8080\r\n\r\n".formatted(address));
      assertThat(client.answer().status()).isEqualTo(200);
      client.send("GET /ping HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      assertThat(client.answer().status()).isEqualTo(403);
    }
  }

  @Test
  void inTheCloudGoogleSaysWhoIsAnsweredButOtherSitesChangeNothing(@TempDir Path other)
      throws Exception {
    String address = OtherAddress.find();
    Map<String, Integer> statuses =
        Map.of(
            "Accept: */*", 200,
            "Origin: https://ib.a.run.app", 200,
            "Origin: https://evil.example", 403,
            "Sec-Fetch-Site: cross-site", 403);
    try (FrontDoor cloud = FrontDoor.in(other).variable("K_SERVICE", "ib-intents").open();
        RawHttp client = new RawHttp(address, cloud.root().getPort())) {
      for (Map.Entry<String, Integer> entry : statuses.entrySet()) {
        client.send(
            "GET /close-all?dryRun=true HTTP/1.1\r\nHost: ib.a.run.app\r\n%s\r\n\r\n"
                .formatted(entry.getKey()));
        RawHttp.Answer answer = client.answer();
        assertWithMessage(entry.getKey() + answer.body())
            .that(answer.status())
            .isEqualTo(entry.getValue());
      }
    }
  }

  /**
   * {@code gcloud run services proxy} listens on the user's machine, and sets Host to the service's
   * name. The page's Origin stays as the browser sent it.
   */
  @Test
  void ownPageMayTradeThroughTheProxyOfTheUsersMachine(@TempDir Path other) throws Exception {
    String own = "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost:8080";
    try (FrontDoor cloud = FrontDoor.in(other).variable("K_SERVICE", "ib-intents").open()) {
      assertThat(dryRun(cloud, own).status()).isEqualTo(200);
      assertThat(dryRun(cloud, own.replace("localhost", "127.0.0.1")).status()).isEqualTo(200);
      for (String foreign :
          List.of(
              "Origin: http://localhost:8080", // no browser vouches for the page
              "Sec-Fetch-Site: same-site\r\nOrigin: http://localhost:3000",
              "Sec-Fetch-Site: none\r\nOrigin: http://localhost:8080",
              "Sec-Fetch-Site: same-origin\r\nOrigin: http://evil.example:8080",
              "Sec-Fetch-Site: same-origin\r\nOrigin: http://localhost.evil.example:8080",
              own + "\r\nSec-Fetch-Site: cross-site")) {
        assertWithMessage(foreign).that(dryRun(cloud, foreign).status()).isEqualTo(403);
      }
    }
  }

  private static RawHttp.Answer dryRun(FrontDoor door, String headers) throws Exception {
    return RawHttp.post(
        door.root(), "/close-all", doubleQuoted("{'dryRun':true}"), "Host: ib.a.run.app", headers);
  }
}
