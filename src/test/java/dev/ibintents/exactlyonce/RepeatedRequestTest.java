package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderCondition;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.run.RecoveryDecision;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The same request again, when what it says of orders could not be said any more. */
@Timeout(120)
final class RepeatedRequestTest {
  private static final String AT_HALF_PAST =
      doubleQuoted("{'orderProperties':{'goodAfterTime':'20261123-15:30:00'}}");

  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:29:00Z"));

  @TempDir Path folder;
  private final List<Order> placed = Collections.synchronizedList(new ArrayList<>());
  private FrontDoor door;

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof PlaceOrder sent && !sent.order().whatIf()) {
                            placed.add(sent.order());
                          }
                        }))
            .open();
    door.bookHoldings("elsewhere");
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "1"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> post(String path, String key, String body) throws Exception {
    return door.send(
        door.request(path)
            .header(RunHeaders.IDEMPOTENCY_KEY, key)
            .POST(BodyPublishers.ofString(body)));
  }

  /** The first run dies before the broker has its order, and the second one sends it. */
  @Test
  void anOrderThatRecoverySendsHasItsConditions() throws Exception {
    String body =
        doubleQuoted(
            "{'orderProperties':{'conditions':[{'type':'Price','conjunction':'a',"
                + "'isMore':true,'price':600.5,'conId':756733,'exch':'SMART',"
                + "'triggerMethod':0}]}}");
    door.gateway().faults().orders().dropBefore(1);

    HttpResponse<String> broken = post("/allocation", "monday", body);
    clock.advance(RecoveryDecision.ON_ITS_WAY);
    HttpResponse<String> again = post("/allocation", "monday", body);

    assertThat(broken.statusCode()).isAnyOf(503, 504);
    answered(200, again);
    assertThat(json(again).get("status").getAsString()).isEqualTo("already-ran");
    assertThat(door.gateway().account().accepted(placed.get(0).orderRef())).isEqualTo(1);
    for (Order order : placed) {
      assertThat(order.get(OrderField.CONDITIONS))
          .containsExactly(
              new OrderCondition.Price("a", true, new BigDecimal("600.5"), 756733, "SMART", 0));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/allocation", "/close-all"})
  void aRunThatIsDoneHasAlreadyRunWhenItsTimeIsPast(String path) throws Exception {
    HttpResponse<String> first = post(path, "monday", AT_HALF_PAST);
    int sent = placed.size();
    clock.advance(Duration.ofMinutes(2));
    HttpResponse<String> again = post(path, "monday", AT_HALF_PAST);

    answered(200, first);
    assertThat(sent).isAtLeast(1);
    answered(200, again);
    assertThat(json(again).get("status").getAsString()).isEqualTo("already-ran");
    assertThat(placed).hasSize(sent);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        goodAfterTime":"20261123-15:30:00\
        """,
        """
        goodTillDate":"20261123-15:30:00\
        """,
        """
        activeStartTime":"20261123-15:30:00\
        """,
        """
        activeStopTime":"20261123-15:30:00\
        """
      })
  void anOrderWhoseTimeHasPassedSinceItsRunDiedIsNotSent(String time) throws Exception {
    String body = doubleQuoted("{'orderProperties':{'" + time + "'}}");
    door.gateway().faults().orders().dropBefore(1);
    HttpResponse<String> broken = post("/allocation", "monday", body);
    List<String> deadRefs =
        door.store().list("runs").stream()
            .flatMap(run -> run.list("legs").stream())
            .map(leg -> ((Map<?, ?>) leg).get("orderRef").toString())
            .toList();
    clock.advance(Duration.ofMinutes(2));
    HttpResponse<String> again = post("/allocation", "monday", body);

    assertThat(broken.statusCode()).isAnyOf(503, 504);
    assertWithMessage(again.body()).that(again.statusCode()).isAtLeast(400);
    assertThat(Bench.problem(json(again), "orders-not-sent")).contains("has passed meanwhile");
    assertThat(deadRefs).isNotEmpty();
    for (String orderRef : deadRefs) {
      assertThat(door.gateway().account().accepted(orderRef)).isEqualTo(0);
    }
  }

  @Test
  void anOrderWhoseTimeHasNotPassedIsSent() throws Exception {
    door.gateway().faults().orders().dropBefore(1);
    post("/allocation", "monday", AT_HALF_PAST);
    clock.advance(RecoveryDecision.ON_ITS_WAY);
    HttpResponse<String> again = post("/allocation", "monday", AT_HALF_PAST);

    answered(200, again);
    assertThat(door.gateway().account().accepted(placed.get(0).orderRef())).isEqualTo(1);
    assertThat(placed.get(placed.size() - 1).goodAfterTime()).isEqualTo("20261123-15:30:00");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/allocation", "/close-all", "/allocation?dry", "/close-all?dry"})
  void aNewRunWithAPastTimeIsRefusedBeforeAnythingIsAsked(String path) throws Exception {
    clock.advance(Duration.ofMinutes(2));
    boolean isDry = path.endsWith("?dry");
    String body =
        isDry ? AT_HALF_PAST.replaceFirst("\\{", doubleQuoted("{'dryRun':true,")) : AT_HALF_PAST;
    HttpResponse<String> response = post(path.replace("?dry", ""), "monday", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).startsWith("InvalidOrderPropertiesException: orderProperties: ");
    assertThat(error(response)).contains("is past");
    assertThat(door.gateway().connectionsAccepted()).isEqualTo(0);
    assertThat(door.store().list("runs")).isEmpty();
  }

  @Test
  void aPastTimeIsNamedWithAllElseThatIsWrong() throws Exception {
    clock.advance(Duration.ofMinutes(2));
    String body = AT_HALF_PAST.replaceFirst("\\{", doubleQuoted("{'strategies':['nosuch'],"));
    HttpResponse<String> response = post("/allocation", "monday", body);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).contains("unknown strategies nosuch");
    assertThat(error(response)).contains("is past");
  }
}
