package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OrderIdsTest {
  @Test
  void newIdIsAboveAllIdsUsedOrSeen() {
    OrderIds ids = new OrderIds();
    ids.nextValidId(10);
    assertThat(ids.take(3)).isEqualTo(10);
    ids.nextValidId(4); // a gateway that counts from a lower id again
    assertThat(ids.take(1)).isEqualTo(13);
    ids.seen(20);
    ids.seen(15);
    assertThat(ids.take(1)).isEqualTo(21);
  }

  @Test
  void idsOfManualOrdersAreIgnored() {
    OrderIds ids = new OrderIds();
    for (int manualId : new int[] {0, -5, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      ids.seen(manualId);
    }
    assertThat(ids.take(1)).isEqualTo(1);
  }

  @Test
  void exhaustedIdsFailWithAnInstruction() {
    OrderIds ids = new OrderIds();
    ids.seen(OrderIds.LAST - 1);
    assertThrows(IllegalStateException.class, () -> ids.take(2));
    assertThat(ids.take(1)).isEqualTo(OrderIds.LAST);
    assertThat(assertThrows(IllegalStateException.class, () -> ids.take(1)))
        .hasMessageThat()
        .contains("Reset the API order ID sequence");
  }

  @Test
  void noTwoThreadsGetTheSameId() {
    OrderIds ids = new OrderIds();
    Set<Integer> taken = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 10_000).parallel().forEach(i -> assertThat(taken.add(ids.take(1))).isTrue());
    assertThat(taken).hasSize(10_000);
  }
}
