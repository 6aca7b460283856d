package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.strategy.Strategies.Kind;
import dev.ibintents.strategy.StrategyKind.Use;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests the example in {@code docs/strategies.md}: a class, and a line in the table. */
@Timeout(60)
class MomentumStrategyTest {
  @Test
  void strategyNeedsAClassAndALineInTheTable() throws Exception {
    Strategies strategies =
        new Strategies(List.of(new Kind("momentum", Use.ANY_ACCOUNT, MomentumStrategy::new)));

    try (StrategyDesk desk = new StrategyDesk()) {
      Signals signals = strategies.wanted(desk.context("momentum")).signals();

      assertThat(StrategyDesk.byName(signals)).containsKey("QQQ");
    }
  }
}
