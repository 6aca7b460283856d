package dev.ibintents.store.firestore;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.FreePort;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DocumentStoreContract;
import dev.ibintents.store.StoreUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class FirestoreDocumentStoreTest extends DocumentStoreContract {
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Duration SLACK = Duration.ofSeconds(15);

  @Override
  protected DocumentStore open(Duration timeout) {
    return FirestoreEmulator.newStore(timeout);
  }

  @Test
  void callToAnUnreachableServerEndsByTheDeadline() {
    assertUnavailable("127.0.0.1:" + FreePort.take());
  }

  @Test
  void callToASilentServerEndsByTheDeadline() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      assertUnavailable("127.0.0.1:" + silent.getLocalPort());
    }
  }

  private static void assertUnavailable(String host) {
    try (DocumentStore store = FirestoreDocumentStore.onEmulator(host, "nowhere", SHORT)) {
      assertUnavailable(() -> store.get("config/paper"));
      assertUnavailable(() -> store.set("config/paper", Map.of()));
      assertUnavailable(() -> store.list("config"));
      assertUnavailable(() -> store.runTransaction(transaction -> transaction.get("config/paper")));
    }
  }

  private static void assertUnavailable(Executable call) {
    long start = System.nanoTime();
    StoreUnavailableException e = assertThrows(StoreUnavailableException.class, call);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SHORT.plus(SLACK));
    assertThat(e).hasMessageThat().contains("nowhere");
    assertThat(e.getClass()).isEqualTo(StoreUnavailableException.class);
  }

  @Test
  void newStoreContactsNoServerAndStartsNoThread() {
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (DocumentStore store = FirestoreDocumentStore.onEmulator("127.0.0.1:1", "nowhere", SHORT)) {
      assertThat(store).isNotNull();
      Set<Thread> started = new HashSet<>(Thread.getAllStackTraces().keySet());
      started.removeAll(before);
      assertThat(started).isEmpty();
    }
  }

  @Test
  void closingEndsAllThreads() throws InterruptedException {
    String host = FirestoreEmulator.host();
    Set<Thread> before = Thread.getAllStackTraces().keySet();
    try (DocumentStore store =
        FirestoreDocumentStore.onEmulator(host, "threads", Duration.ofSeconds(60))) {
      store.runTransaction(transaction -> transaction.get("a/b"));
    }
    Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
    left.removeAll(before);
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    for (Thread thread : left) {
      thread.join(Math.max(1, (deadline - System.nanoTime()) / 1_000_000));
    }
    left.removeIf(thread -> !thread.isAlive());
    assertThat(left).isEmpty();
  }
}
