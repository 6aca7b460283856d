package dev.ibintents.trading.allocation;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.QuantitySteps;
import dev.ibintents.trading.UnitValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class AllocatorTest {
  private static final BigDecimal CAPITAL = new BigDecimal("10000");
  private static final Map<Integer, Allocator.Instrument> INSTRUMENTS =
      Map.of(
          1, instrument("ONE", "100"),
          2, instrument("TWO", "50"),
          3, instrument("NONE", null));

  private static Allocator.Instrument instrument(String name, String price) {
    return new Allocator.Instrument(
        name,
        new UnitValue(price == null ? null : new BigDecimal(price), BigDecimal.ONE, BigDecimal.ONE),
        QuantitySteps.ONE);
  }

  private static Allocator.Wish wish(
      String id,
      Map<Integer, String> signals,
      Map<Integer, String> holdings,
      Map<Integer, String> stillToFill) {
    return new Allocator.Wish(
        id,
        CAPITAL,
        decimals(signals),
        Quantities.of(decimals(holdings)),
        Quantities.of(decimals(stillToFill)),
        Map.of(),
        new Rebalancing(Rebalances.NONE, Map.of()));
  }

  private static Map<Integer, BigDecimal> decimals(Map<Integer, String> texts) {
    return texts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> new BigDecimal(entry.getValue())));
  }

  private static Allocator.Allotment allot(Allocator.Wish... wishes) {
    return new Allocator(INSTRUMENTS, Map.of()).allot(List.of(wishes));
  }

  @Test
  void tradesFromWhatIsHeldAndOnOrderToTheTarget() {
    Allocator.Allotment allotment =
        allot(wish("a", Map.of(1, "0.5"), Map.of(1, "20"), Map.of(1, "5")));

    assertThat(allotment.targets().get("a").byContract())
        .containsExactly(1, new Target.Position(new BigDecimal("50")));
    assertThat(allotment.trades()).containsExactly(new Trade("a", 1, new BigDecimal("25")));
  }

  @Test
  void anOrderBelowTheSmallestIsNotSentAndTheOthersAre() {
    Allocator.Instrument inLots =
        new Allocator.Instrument(
            "LOTS",
            new UnitValue(new BigDecimal("100"), BigDecimal.ONE, BigDecimal.ONE),
            new QuantityStep(BigDecimal.ONE, new BigDecimal("40")));
    Allocator allocator = new Allocator(Map.of(1, instrument("ONE", "100"), 2, inLots), Map.of());

    Allocator.Allotment allotment =
        allocator.allot(
            List.of(
                wish("a", Map.of(1, "0.1", 2, "0.5"), Map.of(), Map.of()),
                wish("b", Map.of(), Map.of(2, "11"), Map.of())));

    assertThat(allotment.trades()).containsExactly(new Trade("a", 1, new BigDecimal("10")));
    assertThat(allotment.consolidation().orders()).hasSize(1);
    assertThat(allotment.tooSmall())
        .containsExactly(2, "an order to buy 39 is not sent: the broker takes none below 40");
    assertThat(
            allocator
                .allot(
                    List.of(
                        wish("a", Map.of(2, "0.5"), Map.of(), Map.of()),
                        wish("b", Map.of(), Map.of(2, "10"), Map.of())))
                .consolidation()
                .orders())
        .hasSize(1);
  }

  @Test
  void strategiesThatCancelOutNeedNoSmallestOrder() {
    Allocator.Instrument inLots =
        new Allocator.Instrument(
            "LOTS",
            new UnitValue(new BigDecimal("100"), BigDecimal.ONE, BigDecimal.ONE),
            new QuantityStep(BigDecimal.ONE, new BigDecimal("40")));

    Allocator.Allotment allotment =
        new Allocator(Map.of(2, inLots), Map.of())
            .allot(
                List.of(
                    wish("a", Map.of(2, "0.1"), Map.of(), Map.of()),
                    wish("b", Map.of(), Map.of(2, "10"), Map.of())));

    assertThat(allotment.tooSmall()).isEmpty();
    assertThat(allotment.consolidation().crossedInternally()).hasSize(1);
  }

  @Test
  void sellsWhatIsHeldWithoutASignal() {
    Allocator.Allotment allotment = allot(wish("a", Map.of(1, "1"), Map.of(2, "7"), Map.of()));

    assertThat(allotment.trades())
        .containsExactly(
            new Trade("a", 1, new BigDecimal("100")), new Trade("a", 2, new BigDecimal("-7")));
  }

  @Test
  void whatIsHeldWithoutASignalNeedsNoPrice() {
    Allocator.Allotment allotment = allot(wish("a", Map.of(), Map.of(3, "7"), Map.of()));

    assertThat(allotment.trades()).containsExactly(new Trade("a", 3, new BigDecimal("-7")));
    assertThat(allotment.skipped()).isEmpty();
  }

  @Test
  void whatNobodyIsToTradeIsLeftWithTheReasonAndNotCrossedEither() {
    Allocator.Allotment allotment =
        new Allocator(INSTRUMENTS, Map.of(1, "not today"))
            .allot(
                List.of(
                    wish("a", Map.of(1, "0.5", 2, "0.5"), Map.of(), Map.of()),
                    wish("b", Map.of(), Map.of(1, "50"), Map.of())));

    assertThat(allotment.trades()).containsExactly(new Trade("a", 2, new BigDecimal("100")));
    assertThat(allotment.consolidation().crossedInternally()).isEmpty();
    assertThat(allotment.consolidation().orders()).hasSize(1);
    assertThat(allotment.skipped())
        .containsExactly("ONE", "not today; not traded: 50 for a, -50 for b");
    assertThat(allotment.targets().keySet()).containsExactly("a", "b");
  }

  @Test
  void aMissingPriceSkipsTheWholeStrategyAndLeavesTheOthers() {
    Allocator.Allotment allotment =
        allot(
            wish("a", Map.of(1, "0.5", 3, "0.5"), Map.of(2, "7"), Map.of()),
            wish("b", Map.of(1, "1"), Map.of(), Map.of()));

    assertThat(allotment.unallotted().get("a").reason())
        .isEqualTo("NONE has no usable price: none");
    assertThat(allotment.targets().keySet()).containsExactly("b");
    assertThat(allotment.trades()).containsExactly(new Trade("b", 1, new BigDecimal("100")));
  }

  @Test
  void aContractOfWhichNothingIsKnownSkipsTheStrategy() {
    assertThat(allot(wish("a", Map.of(9, "1"), Map.of(), Map.of())).unallotted())
        .containsExactly(
            "a",
            new Allocator.Unallotted(Allocator.Cause.CONTRACT, "nothing is known of contract 9"));
  }

  @Test
  void strategiesThatCancelOutTradeWithEachOther() {
    Allocator.Allotment allotment =
        allot(
            wish("a", Map.of(1, "1"), Map.of(), Map.of()),
            wish("b", Map.of(), Map.of(1, "100"), Map.of()));

    assertThat(allotment.consolidation().orders()).isEmpty();
    assertThat(allotment.consolidation().crossedInternally()).hasSize(1);
  }

  @Test
  void nothingToDoIsNoTrade() {
    assertThat(allot(wish("a", Map.of(1, "1"), Map.of(1, "100"), Map.of())).trades()).isEmpty();
  }
}
