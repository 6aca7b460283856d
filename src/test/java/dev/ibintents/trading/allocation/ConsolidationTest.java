package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.Vectors;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ConsolidationTest {
  static Stream<JsonObject> vectors() throws IOException {
    return Vectors.of("consolidation.json");
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void givesWhatTheVectorSays(JsonObject vector) {
    List<Trade> trades = new ArrayList<>();
    JsonObject byStrategy = vector.getAsJsonObject("trades");
    for (String strategy : byStrategy.keySet()) {
      Vectors.amounts(byStrategy.get(strategy))
          .forEach((conId, qty) -> trades.add(new Trade(strategy, Integer.parseInt(conId), qty)));
    }
    List<ConsolidatedTrade> orders = new ArrayList<>();
    vector
        .getAsJsonObject("orders")
        .entrySet()
        .forEach(
            order -> {
              JsonObject expected = order.getValue().getAsJsonObject();
              orders.add(
                  new ConsolidatedTrade(
                      Integer.parseInt(order.getKey()),
                      expected.get("quantity").getAsBigDecimal(),
                      Shares.of(Vectors.amounts(expected.get("source")))));
            });
    List<ConsolidatedTrade> crossed = new ArrayList<>();
    vector
        .getAsJsonObject("crossedInternally")
        .entrySet()
        .forEach(
            cross ->
                crossed.add(
                    new ConsolidatedTrade(
                        Integer.parseInt(cross.getKey()),
                        BigDecimal.ZERO,
                        Shares.of(Vectors.amounts(cross.getValue())))));

    assertThat(Consolidation.of(trades)).isEqualTo(new Consolidation(orders, crossed));
  }

  @Test
  void leavesOutWhatNobodyWantsInTheEnd() {
    List<Trade> trades =
        List.of(
            trade("a", 1, "0"),
            trade("a", 2, "5"),
            trade("a", 2, "-5.0"),
            trade("b", 10, "3"),
            trade("a", 9, "2"),
            trade("b", 9, "0"));

    Consolidation consolidation = Consolidation.of(trades);

    assertThat(consolidation.crossedInternally()).isEmpty();
    assertThat(consolidation.orders())
        .containsExactly(
            new ConsolidatedTrade(9, new BigDecimal("2"), Shares.of("a", new BigDecimal("2"))),
            new ConsolidatedTrade(10, new BigDecimal("3"), Shares.of("b", new BigDecimal("3"))))
        .inOrder();
  }

  @Test
  void aTradeThatIsNotTheSumOfItsSourceIsRefused() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new ConsolidatedTrade(1, BigDecimal.TEN, Shares.of("a", BigDecimal.ONE)));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 3, 2, 1, 5",
    "10, 3, -2, 1, 9",
    "-10, 3, 0, 1, -13",
    "0, 0.5, 0, 1, 0",
    "0, 2.5, 0, 1, -2",
    "5, 5, 0, 1, 0",
    "0.3, 0.1, 0, 0.1, 0.2"
  })
  void aTradeIsWhatTheTargetLacks(
      BigDecimal target, BigDecimal holding, BigDecimal open, BigDecimal step, BigDecimal trade) {
    QuantityStep steps = new QuantityStep(step, BigDecimal.ZERO);

    assertThat(Trade.towards("a", 7, target, holding, open, steps))
        .isEqualTo(new Trade("a", 7, trade));
  }

  @Property
  void everyStrategyFindsItsTotalAgain(@ForAll("trades") List<Trade> trades) {
    Consolidation consolidation = Consolidation.of(trades);

    for (String strategy : List.of("a", "b", "c")) {
      for (int conId = 1; conId <= 4; conId++) {
        int contract = conId;
        BigDecimal wanted =
            PlainDecimal.sum(
                trades.stream()
                    .filter(t -> t.strategy().equals(strategy) && t.conId() == contract)
                    .map(Trade::quantity)
                    .toList());
        BigDecimal found =
            PlainDecimal.sum(
                all(consolidation)
                    .filter(t -> t.conId() == contract)
                    .map(t -> t.source().of(strategy))
                    .toList());
        assertThat(found).isEqualTo(wanted);
      }
    }
  }

  @Property
  void ordersAreNeverZeroAndCrossesAlways(@ForAll("trades") List<Trade> trades) {
    Consolidation consolidation = Consolidation.of(trades);

    consolidation.orders().forEach(t -> assertThat(t.quantity().signum()).isNotEqualTo(0));
    consolidation.crossedInternally().forEach(t -> assertThat(t.quantity().signum()).isEqualTo(0));
    consolidation
        .crossedInternally()
        .forEach(t -> assertThat(t.source().strategies().size()).isAtLeast(2));
    assertThat(consolidation.orders().stream().map(ConsolidatedTrade::conId).toList())
        .isInStrictOrder();
    assertThat(all(consolidation).map(ConsolidatedTrade::conId).toList()).containsNoDuplicates();
  }

  @Property
  void theOrderOfTheTradesDoesNotMatter(@ForAll("trades") List<Trade> trades, @ForAll long seed) {
    List<Trade> shuffled = new ArrayList<>(trades);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(Consolidation.of(shuffled)).isEqualTo(Consolidation.of(trades));
  }

  private static Stream<ConsolidatedTrade> all(Consolidation consolidation) {
    return Stream.concat(
        consolidation.orders().stream(), consolidation.crossedInternally().stream());
  }

  private static Trade trade(String strategy, int conId, String quantity) {
    return new Trade(strategy, conId, new BigDecimal(quantity));
  }

  @Provide
  Arbitrary<List<Trade>> trades() {
    Arbitrary<BigDecimal> quantities =
        Arbitraries.integers().between(-6, 6).map(halves -> BigDecimal.valueOf(halves * 5L, 1));
    return Combinators.combine(
            Arbitraries.of("a", "b", "c"), Arbitraries.integers().between(1, 4), quantities)
        .as(Trade::new)
        .list()
        .ofMaxSize(12);
  }
}
