package dev.ibintents.intent.allocation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.Waiting;
import dev.ibintents.store.CommitCount;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the store do not follow the number of orders. */
@Timeout(120)
final class StoreCallsTest {
  @TempDir Path folder;
  private CommitCount store;

  /** The reads and commits of an allocation of so many shares, or of what follows it. */
  private List<Integer> calls(FrontDoor door, String path, String key) throws Exception {
    int reads = store.reads();
    int commits = store.commits();
    HttpResponse<String> response = door.postWithKey(path, key, "{}");
    assertWithMessage(response.body()).that(response.statusCode()).isEqualTo(200);
    return List.of(store.reads() - reads, store.commits() - commits);
  }

  private List<List<Integer>> run(int shares) throws Exception {
    try (FrontDoor door =
        FrontDoor.in(folder.resolve("of" + shares))
            .wrapStore(original -> store = new CommitCount(original))
            .gateway(options -> options.state(ManyOrders.wealthy()))
            .open()) {
      ManyOrders.wantShares(door.store(), door.gateway().universe(), shares, 1);
      List<Integer> allocation = calls(door, "/allocation", "run");
      assertThat(door.ordersReceived()).hasSize(shares);
      Waiting.until(
          "the orders are filled", () -> door.gateway().account().fills().size() == shares);
      List<Integer> posting = calls(door, "/trade-reconciliation", "posting");
      assertThat(door.store().list("positions/paper/fills")).hasSize(shares);
      // Each fill is looked up once, to see whether it is posted.
      return List.of(allocation, List.of(posting.get(0) - shares, posting.get(1)));
    }
  }

  @Test
  void manyOrdersTakeNoMoreCallsThanFew() throws Exception {
    for (int shares : List.of(2, 12)) {
      List<List<Integer>> calls = run(shares);

      // A slow run may renew its lease, and send its orders in several parts.
      assertWithMessage("reads of an allocation").that(calls.get(0).get(0)).isAtMost(13 + 4);
      assertWithMessage("commits of an allocation").that(calls.get(0).get(1)).isAtMost(9 + 2);
      assertWithMessage("reads of a posting").that(calls.get(1).get(0)).isAtMost(9 + 1);
      assertWithMessage("commits of a posting").that(calls.get(1).get(1)).isAtMost(6 + 2);
    }
  }
}
