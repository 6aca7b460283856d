package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertWithMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A request for open orders ends neither early nor never, wherever an unrequested end comes. */
final class OpenOrderEndsTest {
  private static final int NEVER = -1;
  private static final int REQUESTED_LISTS = 4;

  /** A gateway that answers every request in order, and sends at most one unrequested end. */
  private static final class Gateway {
    final OpenOrderEnds ends = new OpenOrderEnds();
    final Random random;
    int unrequestedAfter;
    int requests;
    int answered;

    Gateway(Random random, int unrequestedAfter) {
      this.random = random;
      this.unrequestedAfter = unrequestedAfter;
    }

    boolean sendsEnd() {
      boolean sends = true;
      if (unrequestedAfter == 0) {
        ends.received();
      } else if (answered < requests) {
        answered++;
        ends.received();
      } else {
        sends = false;
      }
      unrequestedAfter--;
      return sends;
    }
  }

  /** A requested list, and the number of the first gateway request whose answer suffices. */
  private record RequestedList(OpenOrderEnds.Ask ask, int firstRequest) {}

  @Test
  void everyListEndsAfterAnAnswerToItsRequest() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      int unrequestedAfter = random.nextInt(10) - 1;
      Gateway gateway =
          new Gateway(random, unrequestedAfter == NEVER ? Integer.MAX_VALUE : unrequestedAfter);
      List<RequestedList> lists = new ArrayList<>();
      while (lists.size() < REQUESTED_LISTS) {
        if (random.nextBoolean()) {
          OpenOrderEnds.Ask ask = gateway.ends.ask();
          lists.add(new RequestedList(ask, gateway.requests + 1));
          gateway.requests += ask.requests();
        } else {
          gateway.sendsEnd();
        }
        assertNoneIsEarly(seed, gateway, lists);
      }
      while (gateway.sendsEnd()) {
        assertNoneIsEarly(seed, gateway, lists);
      }
      for (RequestedList list : lists) {
        assertWithMessage("seed %s", seed).that(gateway.ends.has(list.ask())).isTrue();
      }
    }
  }

  private static void assertNoneIsEarly(int seed, Gateway gateway, List<RequestedList> lists) {
    for (RequestedList list : lists) {
      if (gateway.ends.has(list.ask())) {
        assertWithMessage("seed %s", seed).that(gateway.answered).isAtLeast(list.firstRequest());
      }
    }
  }
}
