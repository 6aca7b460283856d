package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.DirectResponse;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.RunHeaders;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A process freezes, and another takes the account over and trades: when the first goes on, it
 * begins nothing, books nothing and sends nothing.
 */
@Timeout(60)
final class TakenOverProcessTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @TempDir Path folder;
  private World world;
  private ExactlyOnceProof proof;

  @BeforeEach
  void open() throws Exception {
    world = new World(folder, new SqliteDocumentStore(folder));
    world.begin("taken over");
    world.want("a", Map.of("SPY", new BigDecimal("0.05"), "TLT", new BigDecimal("0.05")));
    world.want("b", Map.of("TLT", new BigDecimal("-0.05")));
    proof = new ExactlyOnceProof(world, world.gateway().account().received().size(), told -> {});
  }

  @AfterEach
  void close() {
    world.close();
  }

  private static Map<String, List<String>> key(String key) {
    return Map.of(RunHeaders.IDEMPOTENCY_KEY, List.of(key));
  }

  private Books.State books() {
    return new Books(world.store, TradingMode.PAPER, world.clock).state();
  }

  private CompletableFuture<DirectResponse> frozen(Ice ice) {
    CompletableFuture<DirectResponse> process =
        world.allocateFreezing(TIMEOUT, ice, Duration.ZERO, key("first"));
    assertThat(ice.awaitFrozen(process)).isTrue();
    return process;
  }

  /** As another client, because the frozen one is still connected. */
  private DirectResponse anotherAllocates(String key) {
    world.clock.advance(Trial.LEASE_IS_OVER);
    world.settings.change(Settings.Change.CLIENT_ID, Settings.CLIENT_ID);
    return world.allocate(TIMEOUT, world.store, key(key));
  }

  private void thaw(Ice ice, CompletableFuture<DirectResponse> process) throws Exception {
    Ban.Before before = new Ban.Before(proof);
    Books.State books = books();
    List<String> arrived = proof.accepted();

    ice.thaw();
    DirectResponse late = process.get(30, TimeUnit.SECONDS);

    assertWithMessage(late.toString()).that(late.status()).isAtLeast(500);
    Ban.WRITING.require(before);
    assertThat(books()).isEqualTo(books);
    assertThat(proof.accepted()).isEqualTo(arrived);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aProcessThatThawsAfterATakeOverBeginsNoRun(int step) throws Exception {
    Ice ice = Ice.asRunBegins(step);
    CompletableFuture<DirectResponse> process = frozen(ice);
    DirectResponse other = anotherAllocates("second");
    assertWithMessage(other.toString()).that(other.status()).isEqualTo(200);
    assertThat(proof.accepted()).hasSize(1);

    thaw(ice, process);
  }

  @Test
  void aProcessThatThawsAfterATakeOverLeavesTheSettledRunAlone() throws Exception {
    Ice ice = Ice.asOrdersLeave(3);
    CompletableFuture<DirectResponse> process = frozen(ice);
    DirectResponse other = anotherAllocates("first");
    assertWithMessage(other.toString()).that(other.status()).isEqualTo(500);
    assertThat(other.toString()).contains("orders-in-doubt");
    assertThat(proof.accepted()).isEmpty();

    thaw(ice, process);
  }
}
