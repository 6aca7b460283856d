package dev.ibintents.intent.watch;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.Bench;
import dev.ibintents.bench.MessageServer;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each fault gives exactly one message, within one watch, however often watch and the jobs are
 * repeated.
 */
@Timeout(120)
final class FaultMatrixTest {
  @TempDir Path folder;
  private WatchBench at;

  @BeforeEach
  void open() throws Exception {
    at = new WatchBench(folder);
    at.channels(at.webhook("main", "failures"));
  }

  @AfterEach
  void close() {
    at.close();
  }

  private void orchestrate(int status) throws Exception {
    at.clock.advance(Duration.ofMinutes(2));
    assertThat(at.door.post("/orchestrate", "{}").statusCode()).isEqualTo(status);
  }

  /** Watches, and repeats the jobs and the watch, as the scheduler's retries do. */
  private void watchAndRepeat() throws Exception {
    at.clock.advance(Duration.ofMinutes(40));
    at.watch(500);
    List<String> told = at.told("main");
    at.door.post("/orchestrate", "{}");
    at.door.post("/trade-reconciliation", "{}");
    at.watch(500);
    assertThat(at.told("main")).isEqualTo(told);
  }

  private void assertToldOnce(String words) {
    List<String> told = at.told("main");
    assertWithMessage(told.toString()).that(told).hasSize(1);
    assertThat(told.get(0)).contains(words);
    assertThat(at.server.received()).hasSize(1);
  }

  @Test
  void anOrderThatWasRefused() throws Exception {
    at.door.gateway().faults().orders().reject(1, 201, "Order rejected - reason: no margin");
    orchestrate(200);
    at.bench.awaitFilled();

    watchAndRepeat();

    assertToldOnce("Order rejected - reason: no margin");
  }

  @Test
  void aStrategyThatFailed() throws Exception {
    at.door.store().delete("strategies/futures");
    orchestrate(200);
    at.bench.awaitFilled();

    watchAndRepeat();

    assertToldOnce("orchestrate: futures was left as it is: there is no document");
  }

  @Test
  void anOrderThatWasNotFilledAtTheClose() throws Exception {
    at.door.gateway().faults().orders().pieces(2, Duration.ofDays(9));
    orchestrate(200);
    at.door.gateway().tws().cancel(at.bench.standing(Bench.SPY).open().order().permId());

    watchAndRepeat();

    assertToldOnce(" SPY filled, and the rest has ended (");
  }

  @Test
  void aGatewayThatIsLoggedOut() throws Exception {
    at.configure("connectTimeoutSeconds", 1);
    at.door.gateway().refuseConnections();
    orchestrate(503);

    watchAndRepeat();

    assertToldOnce("orchestrate failed: GatewayUnreachableException: ");
  }

  @Test
  void aGatewayThatIsLoggedOutAndNobodyAsked() throws Exception {
    at.schedule();
    at.configure("connectTimeoutSeconds", 1);
    at.door.gateway().refuseConnections();

    watchAndRepeat();

    assertToldOnce("GatewayUnreachableException: ");
  }

  @Test
  void aSchedulerThatIsSilent() throws Exception {
    at.schedule("orchestrate", "1 10 * * 1-5", "trade-reconciliation", "2 10 * * 1-5");
    at.clock.advance(Duration.ofMinutes(40));

    at.watch(500);
    at.watch(500);

    assertThat(at.server.received()).hasSize(1);
    assertThat(at.told("main")).hasSize(2);
    assertThat(at.told("main").toString()).contains("did not run: is the job orchestrate paused");
  }

  @Test
  void booksThatDiffer() throws Exception {
    at.day();
    at.door.gateway().tws().trade(at.bench.spy(), BigDecimal.valueOf(5), new BigDecimal("740"));

    watchAndRepeat();

    assertToldOnce("books and account differ: SPY: the strategies hold ");
  }

  @Test
  void booksThatDifferAsAJobFinds() throws Exception {
    at.clock.advance(Duration.ofMinutes(1));
    at.bench.ok("/orchestrate", "{}");
    at.bench.awaitFilled();
    at.door.gateway().tws().trade(at.bench.spy(), BigDecimal.valueOf(5), new BigDecimal("740"));
    assertThat(at.door.post("/trade-reconciliation", "{}").statusCode()).isEqualTo(500);

    watchAndRepeat();

    assertToldOnce("trade-reconciliation failed: HoldingsMismatchException: ");
  }

  @Test
  void aMessageThatWasRefused() throws Exception {
    at.schedule();
    try (MessageServer other = new MessageServer()) {
      other.replies(MessageServer.Reply.of(404));
      at.channels(
          at.webhook("main", "failures"),
          Map.of(
              "kind",
              "webhook",
              "name",
              "bad",
              "url",
              other.url() + "/secret-path",
              "filter",
              List.of("digest")));
      at.bench.ok("/digest", "{}");
      assertToldOnce("the channel bad does not take messages: the service answered 404");

      watchAndRepeat();

      assertToldOnce("the channel bad does not take messages: the service answered 404");
      assertThat(at.told("main").toString()).doesNotContain("secret-path");
    }
  }
}
