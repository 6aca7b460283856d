package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.intent.allocation.ManyOrders;
import dev.ibintents.simulator.account.ReceivedOrder;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.LegState;
import dev.ibintents.trading.ledger.Run;
import dev.ibintents.trading.ledger.RunLedger;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An invocation loses the right to send while it sends: the pace of the gateway holds the last of
 * its orders back for up to a second, and in that second somebody switches trading off, or the
 * lease ends.
 */
@Timeout(180)
final class LostRightsTest {
  private static final Map<String, Object> OFF = Map.of("tradingEnabled", false);

  @TempDir Path folder;

  private static Run onlyRun(ManyOrders many) {
    List<String> ids = many.door.store().list("runs").stream().map(run -> run.id()).toList();
    assertThat(ids).hasSize(1);
    return new RunLedger(many.door.store(), many.clock).read(ids.get(0)).orElseThrow();
  }

  private static List<String> accepted(ManyOrders many) {
    return many.door.gateway().account().received().stream()
        .filter(order -> order.outcome() == ReceivedOrder.Outcome.ACCEPTED)
        .map(ReceivedOrder::orderRef)
        .toList();
  }

  private static List<Leg> legs(Run run, LegState state) {
    return run.legs().stream().filter(leg -> leg.state() == state).toList();
  }

  @Test
  void ordersThatAreLeftWhenTradingIsSwitchedOffAreNotSent() throws Exception {
    try (ManyOrders many = new ManyOrders(folder)) {
      many.atFirstOrder(() -> many.door.store().update("config/paper", OFF));

      HttpResponse<String> answer = many.askForAll("monday");

      answered(500, answer);
      Run run = onlyRun(many);
      List<Leg> heldBack = legs(run, LegState.NOT_SENT);
      assertThat(heldBack).isNotEmpty();
      assertThat(accepted(many)).hasSize(many.most() - heldBack.size());
      assertThat(run.state().id()).isEqualTo("expired");
      String problem = error(answer);
      for (Leg leg : heldBack) {
        assertThat(leg.message()).contains("Trading disabled by kill switch.");
        assertThat(problem).contains(leg.orderRef());
        assertThat(accepted(many)).doesNotContain(leg.orderRef());
        assertThat(many.door.store().get("positions/paper/openOrders/" + leg.orderRef())).isEmpty();
      }
      assertThat(json(answer).getAsJsonArray("orders")).hasSize(many.most());
    }
  }

  @Test
  void ordersThatAreLeftWhenTheLeaseHasExpiredAreSentByTheNextRun() throws Exception {
    try (ManyOrders many = new ManyOrders(folder)) {
      many.atFirstOrder(() -> many.clock.advance(Duration.ofMinutes(4)));

      HttpResponse<String> answer = many.askForAll("monday");

      answered(504, answer);
      assertThat(error(answer)).contains("these orders are not sent yet: ");
      Run run = onlyRun(many);
      List<Leg> heldBack = legs(run, LegState.PLANNED);
      assertThat(heldBack).isNotEmpty();
      assertThat(accepted(many)).hasSize(many.most() - heldBack.size());
      for (Leg leg : heldBack) {
        assertThat(leg.message()).contains("has expired at");
        assertThat(accepted(many)).doesNotContain(leg.orderRef());
      }

      many.atFirstOrder(() -> {});
      HttpResponse<String> again = many.askForAll("monday");

      answered(200, again);
      assertThat(accepted(many))
          .containsExactlyElementsIn(run.legs().stream().map(Leg::orderRef).toList());
    }
  }

  @Test
  void nothingMoreIsSentWhenAnotherHasTakenTheAccountOver() throws Exception {
    try (ManyOrders many = new ManyOrders(folder)) {
      many.atFirstOrder(
          () -> {
            long token = many.door.store().get("leases/paper").orElseThrow().integer("token");
            many.door
                .store()
                .update("leases/paper", Map.of("token", token + 1, "mark", "another's"));
          });

      HttpResponse<String> answer = many.askForAll("monday");

      answered(500, answer);
      assertThat(error(answer)).startsWith("LeaseLostException: ");
      assertThat(accepted(many).size()).isLessThan(many.most());
      // Nothing is written any more, so what was held back stays as it was.
      assertThat(legs(onlyRun(many), LegState.SENT)).hasSize(many.most());
    }
  }

  @Test
  void aRunDoesNotBeginWhenTradingWasSwitchedOffWhileItWaited() throws Exception {
    FrontDoor.Builder builder = FrontDoor.in(folder);
    FrontDoor[] opened = new FrontDoor[1];
    builder.gateway(
        options ->
            options.onRequest(
                (client, number, request) -> {
                  if (request instanceof ReqAllOpenOrders) {
                    opened[0].store().update("config/common", OFF);
                  }
                }));
    try (FrontDoor door = builder.open()) {
      opened[0] = door;
      door.expose(Map.of("growth", "0.4"));
      door.strategy("growth", Map.of("SPY", "1"));
      door.parkHoldings();

      HttpResponse<String> answer = door.post("/allocation", "{}");

      answered(503, answer);
      assertThat(error(answer)).isEqualTo("KillSwitchException: Trading disabled by kill switch.");
      assertThat(door.store().list("runs")).isEmpty();
      assertThat(door.store().list("positions/paper/openOrders")).isEmpty();
      assertThat(door.gateway().account().received()).isEmpty();
    }
  }

  @Test
  void anIntentThatIsExemptFromTheKillSwitchSendsItsOrders() throws Exception {
    try (ManyOrders many = new ManyOrders(folder)) {
      many.door.store().update("config/paper", Map.of("killSwitchExempt", List.of("allocation")));
      many.atFirstOrder(() -> many.door.store().update("config/paper", OFF));

      HttpResponse<String> answer = many.askForAll("monday");

      answered(200, answer);
      assertThat(accepted(many)).hasSize(many.most());
    }
  }
}
