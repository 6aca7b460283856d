package dev.ibintents.ibapi;

import static com.google.common.truth.Truth.assertWithMessage;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Wherever an unasked end comes, if one does, a question ends neither early nor never. */
final class OpenOrderEndsTest {
  private static final int NEVER = -1;
  private static final int QUESTIONS = 4;

  /** A gateway that answers every request in order, and once says an end that nobody asked for. */
  private static final class Gateway {
    final OpenOrderEnds ends = new OpenOrderEnds();
    final Random random;
    int unaskedAfter;
    int requests;
    int answered;

    Gateway(Random random, int unaskedAfter) {
      this.random = random;
      this.unaskedAfter = unaskedAfter;
    }

    boolean speaks() {
      boolean speaks = true;
      if (unaskedAfter == 0) {
        ends.received();
      } else if (answered < requests) {
        answered++;
        ends.received();
      } else {
        speaks = false;
      }
      unaskedAfter--;
      return speaks;
    }
  }

  /** One question, and the request of the gateway's whose answer is the first that will do. */
  private record Question(OpenOrderEnds.Ask ask, int firstRequest) {}

  @Test
  void everyQuestionEndsAfterAnAnswerToIt() {
    for (int seed = 0; seed < 5_000; seed++) {
      Random random = new Random(seed);
      int unaskedAfter = random.nextInt(10) - 1;
      Gateway gateway =
          new Gateway(random, unaskedAfter == NEVER ? Integer.MAX_VALUE : unaskedAfter);
      List<Question> questions = new ArrayList<>();
      while (questions.size() < QUESTIONS) {
        if (random.nextBoolean()) {
          OpenOrderEnds.Ask ask = gateway.ends.ask();
          questions.add(new Question(ask, gateway.requests + 1));
          gateway.requests += ask.requests();
        } else {
          gateway.speaks();
        }
        assertNoneIsEarly(seed, gateway, questions);
      }
      while (gateway.speaks()) {
        assertNoneIsEarly(seed, gateway, questions);
      }
      for (Question question : questions) {
        assertWithMessage("seed %s", seed).that(gateway.ends.has(question.ask())).isTrue();
      }
    }
  }

  private static void assertNoneIsEarly(int seed, Gateway gateway, List<Question> questions) {
    for (Question question : questions) {
      if (gateway.ends.has(question.ask())) {
        assertWithMessage("seed %s", seed)
            .that(gateway.answered)
            .isAtLeast(question.firstRequest());
      }
    }
  }
}
