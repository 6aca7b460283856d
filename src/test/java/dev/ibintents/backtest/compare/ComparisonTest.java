package dev.ibintents.backtest.compare;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.backtest.Backtest;
import dev.ibintents.backtest.BarData;
import dev.ibintents.backtest.Commission;
import dev.ibintents.backtest.compare.LiveDay.LiveFill;
import dev.ibintents.backtest.plan.LoadedBars;
import dev.ibintents.bench.Weights;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.trading.performance.DayHoldings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The parts of the difference between a live day and its replay. The strategy wants half of 100,000
 * dollars in SPY, which the replay buys at the close of 101: 500 shares, as the close before is
 * 100.
 */
final class ComparisonTest {
  private static final int SPY = 756733;
  private static final LocalDate BEFORE = LocalDate.of(2024, 7, 1);
  private static final LocalDate DAY = LocalDate.of(2024, 7, 2);
  private static final String ID = "weights";

  private static final LoadedBars BARS =
      new LoadedBars(
          BarData.of(Map.of("SPY", List.of(bar(BEFORE, "100", "100"), bar(DAY, "100", "101"))))
              .load(LocalDate.MAX));

  private static PricedBar bar(LocalDate day, String open, String close) {
    BigDecimal last = new BigDecimal(close);
    BigDecimal first = new BigDecimal(open);
    return new PricedBar(day, first, last.max(first), last.min(first), last, BigDecimal.TEN);
  }

  private static LiveFill fill(String quantity, String price, boolean isLate) {
    return new LiveFill(
        SPY,
        new BigDecimal(price),
        BigDecimal.ONE,
        isLate,
        new TreeMap<>(Map.of(ID, new BigDecimal(quantity))));
  }

  private static DayHoldings holdings(LocalDate day, String held, String value) {
    return new DayHoldings(
        day,
        Instant.EPOCH,
        new TreeMap<>(
            Map.of(
                SPY,
                new DayHoldings.Unit(
                    "SPY", "USD", new BigDecimal(held), null, new BigDecimal(value), "STK"))),
        new TreeMap<>(Map.of(ID, new TreeMap<>(Map.of(SPY, new BigDecimal(held))))));
  }

  /** A live day with this close at the broker, which has earned what its trades have. */
  private static LiveDay live(
      String held, String close, List<LiveFill> fills, List<LiveFill> delayed) {
    BigDecimal last = new BigDecimal(close);
    BigDecimal profit = new BigDecimal(held).multiply(last.subtract(new BigDecimal("100")));
    for (LiveFill fill : fills) {
      profit = profit.add(fill.applied().get(ID).multiply(last.subtract(fill.price())));
    }
    return new LiveDay(
        DAY,
        BEFORE,
        new BigDecimal("100000"),
        holdings(BEFORE, held, "100"),
        holdings(DAY, held, close),
        LocalTime.of(15, 45),
        Map.of(),
        new TreeMap<>(Map.of(ID, profit)),
        new TreeMap<>(),
        fills,
        delayed,
        new TreeMap<>());
  }

  private static Explained explained(LiveDay day) {
    Comparison comparison =
        Comparison.of(
            List.of(day),
            BARS,
            Set.of(ID),
            () ->
                Backtest.of(ID)
                    .document(ID, Weights.document(Map.of("SPY", "0.5")))
                    .bars(BARS)
                    .exposure(ID, "1")
                    .commission(Commission.NONE));
    assertThat(comparison.notes()).isEmpty();
    return comparison.rows().get(0);
  }

  /** Asserts that a part is an amount, and that it is the whole difference. */
  private static void assertWhole(Explained row, BigDecimal part, String amount) {
    assertWithMessage("%s", row).that(part).isEqualToIgnoringScale(amount);
    assertWithMessage("%s", row).that(row.difference()).isEqualToIgnoringScale(amount);
  }

  @Test
  void betterPriceOfTheSameQuantityIsPrice() {
    Explained row = explained(live("0", "101", List.of(fill("500", "100.50", false)), List.of()));

    assertWhole(row, row.price(), "250");
  }

  @Test
  void orderThatWasNotFilledIsSkipped() {
    Explained row = explained(live("300", "101", List.of(), List.of()));

    assertWithMessage("%s", row).that(row.live()).isEqualToIgnoringScale("300");
    assertWhole(row, row.orders(), "0"); // the replay buys at the close, which earns nothing yet
  }

  @Test
  void quantityBeyondThatOfTheReplayIsAnOrderOfOneSide() {
    Explained row = explained(live("0", "101", List.of(fill("600", "100", false)), List.of()));

    assertThat(row.price()).isEqualToIgnoringScale("500");
    assertThat(row.orders()).isEqualToIgnoringScale("100");
    assertThat(row.other()).isEqualToIgnoringScale("0");
  }

  @Test
  void executionOfAnOrderOfAnEarlierDayIsTiming() {
    Explained row = explained(live("0", "101", List.of(fill("500", "99", true)), List.of()));

    assertWhole(row, row.timing(), "1000");
  }

  @Test
  void otherCloseOfTheBrokerIsData() {
    Explained row = explained(live("500", "101.20", List.of(), List.of()));

    assertWhole(row, row.data(), "100");
  }

  @Test
  void partsSumToTheDifferenceWithoutARest() {
    Random random = new Random(1);
    for (int i = 0; i < 20; i++) {
      List<LiveFill> fills = new ArrayList<>();
      for (int fill = random.nextInt(4); fill > 0; fill--) {
        fills.add(
            fill(
                Integer.toString(random.nextInt(1_000) - 400),
                "10" + random.nextInt(3) + "." + random.nextInt(10),
                random.nextBoolean()));
      }
      List<LiveFill> delayed = List.of(fill("200", "103", true));

      Explained row =
          explained(
              live(
                  Integer.toString(random.nextInt(900) - 100),
                  "10" + random.nextInt(3),
                  fills,
                  delayed));

      assertWithMessage("%s", row)
          .that(
              row.price()
                  .add(row.commission())
                  .add(row.orders())
                  .add(row.timing())
                  .add(row.data())
                  .add(row.other()))
          .isEqualTo(row.difference());
      assertWithMessage("%s", row).that(row.other().abs()).isAtMost(new BigDecimal("0.03"));
    }
  }
}
