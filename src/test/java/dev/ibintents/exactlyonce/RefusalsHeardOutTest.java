package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.ibapi.message.PlaceOrder;
import dev.ibintents.ibapi.message.Request;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An error that reads as a refusal, of an order that lives: its status comes after the error, and
 * not before the function has asked the broker for its orders.
 */
@Timeout(60)
final class RefusalsHeardOutTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);

  private static final String LATER =
      doubleQuoted("{'orderProperties':{'goodAfterTime':'in 2 hours'}}");

  @TempDir Path folder;
  private FrontDoor door;
  private volatile boolean placed;
  private volatile Runnable asTheQuestionComes = () -> {};

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(NOW)
            .gateway(options -> options.onRequest((client, number, request) -> watch(request)))
            .open();
    door.parkHoldings();
    door.expose(Map.of("growth", "0.4"));
    door.strategy("growth", Map.of("SPY", "1"));
    door.gateway().faults().orders().messages().holdAllButErrors();
    door.gateway().faults().orders().warn(1, 201, "Order rejected - reason:so it seems");
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void watch(Request request) {
    if (request instanceof PlaceOrder) {
      placed = true;
    } else if (placed) {
      placed = false;
      asTheQuestionComes.run();
    }
  }

  @Test
  void statusAfterTheErrorAndBeforeTheAnswerDeniesTheRefusal() throws Exception {
    asTheQuestionComes = door.gateway()::releaseOrderMessages;

    HttpResponse<String> response = door.post("/allocation", LATER);

    answered(200, response);
    JsonObject order = json(response).getAsJsonArray("orders").get(0).getAsJsonObject();
    assertThat(order.get("status").getAsString()).isEqualTo("acknowledged");
    assertThat(door.store().list("positions/paper/openOrders")).hasSize(1);
  }

  @Test
  void refusalThatCannotBeHeardOutIsLeftToRecovery() throws Exception {
    asTheQuestionComes = door.gateway()::dropConnections;

    HttpResponse<String> response = door.post("/allocation", LATER);

    assertWithMessage(response.body()).that(response.statusCode()).isAnyOf(503, 504);
    assertThat(door.store().list("runs")).hasSize(1);
    String run = door.store().list("runs").get(0).fields().toString();
    assertThat(run).contains("state=sent");
    assertThat(run).doesNotContain("rejected");
    assertThat(door.store().list("positions/paper/openOrders")).hasSize(1);
    assertThat(door.gateway().account().orders().stream().map(order -> order.order().orderRef()))
        .contains(door.gateway().account().received().get(0).orderRef());
  }
}
