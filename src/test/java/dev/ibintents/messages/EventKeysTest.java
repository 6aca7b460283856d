package dev.ibintents.messages;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.environment.Problem;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class EventKeysTest {
  private static final Instant NOON = Instant.parse("2026-11-23T17:00:00Z");

  private static String key(Problem.Code code, String message) {
    return EventKeys.problem(NOON, new Problem(code.id(), message));
  }

  @Test
  void agesInAMessageMakeNoNewEvent() {
    assertThat(key(Problem.Code.STRATEGY_STALE, "the bars of macd are 12.5 hours old"))
        .isEqualTo(key(Problem.Code.STRATEGY_STALE, "the bars of macd are 13 hours old"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Problem.Code.class,
      names = {"ORDER_REFUSED", "ORDERS_NOT_SENT", "PURCHASES_NOT_SENT", "REST_NOT_CANCELLED"})
  void eachOrderIsAnEventOfItsOwn(Problem.Code code) {
    assertThat(key(code, "a-k7-1 BUY 40 SPY")).isNotEqualTo(key(code, "a-k7-2 BUY 40 SPY"));
  }
}
