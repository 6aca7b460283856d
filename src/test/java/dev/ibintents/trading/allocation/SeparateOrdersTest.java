package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.allocation.SeparateOrders.Separate;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class SeparateOrdersTest {
  private static final int SPY = 1;

  /** The kind of order properties of a strategy is the first letter of its id. */
  private static final Function<String, ?> FIRST_LETTER = strategy -> strategy.charAt(0);

  private static SeparateOrders separate(BigDecimal minimum, Map<String, Integer> trades) {
    List<Trade> all = new ArrayList<>();
    trades.forEach((id, quantity) -> all.add(new Trade(id, SPY, BigDecimal.valueOf(quantity))));
    return SeparateOrders.of(
        Consolidation.of(all), FIRST_LETTER, conId -> new QuantityStep(BigDecimal.ONE, minimum));
  }

  private static Separate order(String strategy, Map<String, Integer> shares) {
    return new Separate(strategy, ConsolidatedTrade.of(SPY, shares(shares)));
  }

  private static Shares shares(Map<String, Integer> shares) {
    return Shares.of(
        shares.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, e -> BigDecimal.valueOf(e.getValue()))));
  }

  @Test
  void strategiesOfOneKindShareAnOrder() {
    SeparateOrders separate = separate(BigDecimal.ZERO, Map.of("a1", 5, "a2", 7, "b1", 3));

    assertThat(separate.orders())
        .containsExactly(order("a1", Map.of("a1", 5, "a2", 7)), order("b1", Map.of("b1", 3)));
    assertThat(separate.crossedInternally()).isEmpty();
  }

  @Test
  void oppositeTradesCancelOutBeforeAnyOrder() {
    SeparateOrders separate = separate(BigDecimal.ZERO, Map.of("a1", 5, "b1", 8, "c1", -7));

    assertThat(separate.orders()).containsExactly(order("b1", Map.of("b1", 8, "c1", -2)));
    assertThat(separate.crossedInternally())
        .containsExactly(ConsolidatedTrade.of(SPY, shares(Map.of("a1", 5, "c1", -5))));
  }

  @Test
  void aStrategyOfTheSmallerSideHasNoSayInTheProperties() {
    SeparateOrders separate = separate(BigDecimal.ZERO, Map.of("a1", -2, "b1", 8));

    assertThat(separate.orders()).containsExactly(order("b1", Map.of("a1", -2, "b1", 8)));
  }

  @Test
  void aPartThatIsTooSmallJoinsTheLargest() {
    SeparateOrders separate = separate(BigDecimal.TEN, Map.of("a1", -4, "b1", -30, "c1", -12));

    assertThat(separate.orders())
        .containsExactly(order("b1", Map.of("b1", -30, "a1", -4)), order("c1", Map.of("c1", -12)));
  }

  @Test
  void partsThatAreAllTooSmallAreOneOrder() {
    SeparateOrders separate = separate(BigDecimal.TEN, Map.of("a1", 6, "b1", 7));

    assertThat(separate.orders()).containsExactly(order("b1", Map.of("a1", 6, "b1", 7)));
  }

  @Property
  void everyStrategyKeepsItsTradeAndOrdersNeverOpposeEachOther(
      @ForAll @Size(6) List<@IntRange(min = -20, max = 20) Integer> quantities,
      @ForAll @IntRange(max = 12) int minimum) {
    List<String> ids = List.of("a1", "a2", "b1", "b2", "c1", "d1");
    Map<String, Integer> trades =
        ids.stream().collect(Collectors.toMap(id -> id, id -> quantities.get(ids.indexOf(id))));
    BigDecimal total = BigDecimal.valueOf(quantities.stream().mapToInt(Integer::intValue).sum());

    SeparateOrders separate = separate(BigDecimal.valueOf(minimum), trades);

    Shares sum = Shares.NONE;
    for (Separate order : separate.orders()) {
      BigDecimal quantity = order.trade().quantity();
      assertThat(quantity.signum()).isEqualTo(total.signum());
      if (total.abs().intValue() >= minimum) {
        assertThat(quantity.abs().intValue()).isAtLeast(minimum);
      }
      assertThat(order.trade().source().ofSign(quantity.signum()).has(order.strategy())).isTrue();
      sum = sum.plus(order.trade().source());
    }
    for (ConsolidatedTrade crossed : separate.crossedInternally()) {
      assertThat(crossed.quantity().signum()).isEqualTo(0);
      sum = sum.plus(crossed.source());
    }
    assertThat(sum).isEqualTo(shares(trades));
    assertThat(separate.crossedInternally().size()).isAtMost(1);
  }
}
