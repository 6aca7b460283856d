package dev.ibintents.trading.close;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.QuantityStep;
import dev.ibintents.trading.QuantitySteps;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.order.ConsolidatedTrade;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ClosingTest {
  private static final int SPY = 756733;
  private static final int GLD = 51529211;
  private static final Map<Integer, QuantityStep> WHOLE =
      Map.of(SPY, QuantitySteps.ONE, GLD, QuantitySteps.ONE);

  private static BigDecimal decimal(String text) {
    return new BigDecimal(text);
  }

  private static Quantities of(int conId, String quantity) {
    return Quantities.of(conId, decimal(quantity));
  }

  @Test
  void theOppositeOfWhatIsHeldForThoseWhoHoldIt() {
    Closing closing =
        Closing.ofAccount(
            Holdings.of(Map.of("a", of(SPY, "320"), "b", of(SPY, "-20"))), of(SPY, "300"), WHOLE);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY, decimal("-300"), Shares.of(Map.of("a", decimal("-320"), "b", decimal("20")))));
    assertThat(closing.crossed()).isEmpty();
  }

  @Test
  void whatIsBelowTheSmallestOrderStaysAndIsSaid() {
    Map<Integer, QuantityStep> lots =
        Map.of(SPY, new QuantityStep(BigDecimal.ONE, decimal("100")), GLD, QuantitySteps.ONE);
    SortedMap<String, Quantities> holdings =
        new TreeMap<>(Map.of("a", of(SPY, "99").plus(of(GLD, "1"))));

    Closing closing = Closing.ofStrategies(new Holdings(holdings), Map.of(), lots);

    assertThat(closing.orders()).hasSize(1);
    assertThat(closing.orders().get(0).conId()).isEqualTo(GLD);
    assertThat(closing.tooSmall())
        .containsExactly(SPY, "an order to sell 99 is not sent: the broker takes none below 100");
    assertThat(closing.left().byContract()).isEmpty();
    assertThat(
            Closing.ofStrategies(Holdings.of(Map.of("a", of(SPY, "100"))), Map.of(), lots).orders())
        .hasSize(1);
  }

  @Test
  void whatNobodyHasBoughtIsNobodys() {
    Closing closing =
        Closing.ofAccount(
            Holdings.of(Map.of("a", of(SPY, "10"))), of(SPY, "25").plus(of(GLD, "-4")), WHOLE);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY,
                decimal("-25"),
                Shares.of(Map.of("a", decimal("-10"), Books.BY_HAND, decimal("-15")))),
            new ConsolidatedTrade(GLD, decimal("4"), Shares.of(Books.BY_HAND, decimal("4"))))
        .inOrder();
  }

  @Test
  void theBrokerIsRightAboutTheSide() {
    Closing closing =
        Closing.ofAccount(Holdings.of(Map.of("a", of(SPY, "10"))), of(SPY, "-5"), WHOLE);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY,
                decimal("5"),
                Shares.of(Map.of("a", decimal("-10"), Books.BY_HAND, decimal("15")))));
  }

  @Test
  void whatOnlyTheBooksHaveNeedsNoOrderAndNoDescription() {
    Closing closing =
        Closing.ofAccount(Holdings.of(Map.of("a", of(SPY, "10"))), Quantities.NONE, Map.of());

    assertThat(closing.orders()).isEmpty();
    assertThat(closing.crossed())
        .containsExactly(
            new ConsolidatedTrade(
                SPY,
                BigDecimal.ZERO,
                Shares.of(Map.of("a", decimal("-10"), Books.BY_HAND, decimal("10")))));
  }

  @Test
  void whatCannotBeDescribedIsNotTraded() {
    Closing closing = Closing.ofAccount(Holdings.NONE, of(SPY, "10"), Map.of());

    assertThat(closing.orders()).isEmpty();
    assertThat(closing.unknown().byContract()).containsExactly(SPY, decimal("-10"));
  }

  @Test
  void aFractionStaysWithNobodyIfItCan() {
    Closing closing =
        Closing.ofAccount(Holdings.of(Map.of("a", of(SPY, "10"))), of(SPY, "12.75"), WHOLE);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY,
                decimal("-12"),
                Shares.of(Map.of("a", decimal("-10"), Books.BY_HAND, decimal("-2")))));
    assertThat(closing.left().byContract()).containsExactly(SPY, decimal("0.75"));
  }

  @Test
  void aFractionStaysElseWithTheStrategyThatHoldsMost() {
    Closing closing =
        Closing.ofAccount(
            Holdings.of(Map.of("a", of(SPY, "-0.5"), "b", of(SPY, "-7"), "c", of(SPY, "-9.25"))),
            of(SPY, "-16.75"),
            WHOLE);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY,
                decimal("16"),
                Shares.of(Map.of("a", decimal("0.5"), "b", decimal("7"), "c", decimal("8.5")))));
    assertThat(closing.left().byContract()).containsExactly(SPY, decimal("-0.75"));
  }

  @Test
  void nothingIsTradedOfLessThanAStep() {
    Closing closing =
        Closing.ofAccount(Holdings.of(Map.of("a", of(SPY, "0.5"))), of(SPY, "0.5"), WHOLE);

    assertThat(closing.orders()).isEmpty();
    assertThat(closing.crossed()).isEmpty();
    assertThat(closing.left().byContract()).containsExactly(SPY, decimal("0.5"));
  }

  @Test
  void strategiesAreClosedByTheBooks() {
    Closing closing =
        Closing.ofStrategies(
            Holdings.of(
                Map.of(
                    "a", of(SPY, "10").plus(of(GLD, "3")), "b", of(SPY, "5").plus(of(GLD, "-3")))),
            Map.of(),
            WHOLE);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY, decimal("-15"), Shares.of(Map.of("a", decimal("-10"), "b", decimal("-5")))));
    assertThat(closing.crossed())
        .containsExactly(
            new ConsolidatedTrade(
                GLD, BigDecimal.ZERO, Shares.of(Map.of("a", decimal("-3"), "b", decimal("3")))));
  }

  private static Closing limited(String held, String position, String others) {
    return Closing.ofStrategies(
        Holdings.of(Map.of("a", of(SPY, held))),
        Map.of(SPY, new Room(decimal(position), decimal(others))),
        WHOLE);
  }

  @ParameterizedTest
  @CsvSource({
    // held, position, others, traded, kept in the books
    "50, 80, 30, -50, 0",
    "50, 50, 0, -50, 0",
    "50, 20, 0, -20, 30",
    "50, 60, 30, -30, 20",
    "50, 20, 30, 0, 50",
    "50, 0, 0, 0, 50",
    "50, -10, 0, 0, 50",
    "50, 30, -20, -30, 20",
    "-50, -80, -30, 50, 0",
    "-50, -20, 0, 20, -30",
    "-50, -60, -30, 30, -20",
    "-50, 10, 0, 0, -50",
  })
  void strategiesAreClosedOnlyAsFarAsTheAccountHasIt(
      String held, String position, String others, String traded, String kept) {
    Closing closing = limited(held, position, others);

    BigDecimal quantity =
        PlainDecimal.sum(closing.orders().stream().map(ConsolidatedTrade::quantity).toList());
    assertThat(quantity).isEqualToIgnoringScale(decimal(traded));
    assertThat(closing.beyond().of(SPY)).isEqualToIgnoringScale(decimal(kept));
    assertThat(decimal(held).add(quantity)).isEqualToIgnoringScale(decimal(kept));
  }

  @Test
  void whatTheAccountLacksStaysWithThoseWhoHoldItInProportion() {
    Closing closing =
        Closing.ofStrategies(
            Holdings.of(
                Map.of(
                    "a", of(SPY, "60"),
                    "b", of(SPY, "30"),
                    "c", of(SPY, "-10"))),
            Map.of(SPY, new Room(decimal("20"), BigDecimal.ZERO)),
            WHOLE);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY,
                decimal("-20"),
                Shares.of(Map.of("a", decimal("-20"), "b", decimal("-10"), "c", decimal("10")))));
    assertThat(closing.beyond().byContract()).containsExactly(SPY, decimal("60"));
  }

  @Test
  void aPartOfAUnitThatNoStrategyHoldsAloneBecomesNobodys() {
    closingStrategiesNeverGoesBeyondTheAccount(
        List.of(decimal("-4"), decimal("-0.33"), decimal("-2.66"), decimal("-3.00")),
        decimal("-1.74"),
        decimal("30"));
    Closing closing =
        Closing.ofStrategies(
            Holdings.of(
                Map.of(
                    "a", of(SPY, "-1"),
                    "b", of(SPY, "-1"),
                    "c", of(SPY, "-0.38"))),
            Map.of(SPY, new Room(decimal("-1.74"), BigDecimal.ZERO)),
            WHOLE);

    assertThat(closing.orders().get(0).quantity()).isEqualTo(BigDecimal.ONE);
    assertThat(closing.orders().get(0).source().of(Books.BY_HAND)).isEqualTo(decimal("-0.74"));
  }

  @Property(tries = 500)
  void closingStrategiesNeverGoesBeyondTheAccount(
      @ForAll("quantities") List<BigDecimal> held,
      @ForAll("quantity") BigDecimal position,
      @ForAll("quantity") BigDecimal others) {
    SortedMap<String, Quantities> holdings = new TreeMap<>();
    for (int i = 0; i < held.size(); i++) {
      holdings.put("s" + i, Quantities.of(SPY, held.get(i)));
    }

    Closing closing =
        Closing.ofStrategies(
            new Holdings(holdings), Map.of(SPY, new Room(position, others)), WHOLE);

    for (ConsolidatedTrade order : closing.orders()) {
      BigDecimal after = position.add(order.quantity());
      assertThat(after.signum()).isAnyOf(0, position.signum());
      assertThat(after.abs()).isLessThan(position.abs());
    }
    for (List<ConsolidatedTrade> trades : List.of(closing.orders(), closing.crossed())) {
      for (ConsolidatedTrade trade : trades) {
        trade
            .source()
            .forEach(
                (strategy, share) -> {
                  if (strategy.equals(Books.BY_HAND)) {
                    // A part of a unit, which no strategy holds alone, becomes nobody's.
                    assertThat(share.abs()).isLessThan(BigDecimal.ONE);
                  } else {
                    BigDecimal before = holdings.get(strategy).of(SPY);
                    BigDecimal after = before.add(share);
                    assertThat(after.abs()).isAtMost(before.abs());
                  }
                });
      }
    }
  }

  @Property(tries = 500)
  void afterClosingNeitherAccountNorBooksHoldMoreThanAFraction(
      @ForAll("quantities") List<BigDecimal> held, @ForAll("quantity") BigDecimal portfolio) {
    SortedMap<String, Quantities> holdings = new TreeMap<>();
    for (int i = 0; i < held.size(); i++) {
      holdings.put("s" + i, Quantities.of(SPY, held.get(i)));
    }

    Closing closing =
        Closing.ofAccount(new Holdings(holdings), Quantities.of(SPY, portfolio), WHOLE);

    BigDecimal inAccount = portfolio;
    BigDecimal inBooks = PlainDecimal.sum(held);
    for (ConsolidatedTrade trade : closing.orders()) {
      assertThat(trade.quantity().stripTrailingZeros().scale()).isAtMost(0);
      inAccount = inAccount.add(trade.quantity());
    }
    for (List<ConsolidatedTrade> trades : List.of(closing.orders(), closing.crossed())) {
      for (ConsolidatedTrade trade : trades) {
        for (Map.Entry<String, BigDecimal> share : trade.source().byStrategy().entrySet()) {
          if (!share.getKey().equals(Books.BY_HAND)) {
            inBooks = inBooks.add(share.getValue());
          }
        }
      }
    }
    BigDecimal left = closing.left().of(SPY);
    assertThat(inAccount).isEqualToIgnoringScale(left);
    assertThat(left.abs()).isLessThan(BigDecimal.ONE);
    boolean traded = !closing.orders().isEmpty() || !closing.crossed().isEmpty();
    if (traded) {
      assertThat(inBooks.abs()).isLessThan(BigDecimal.ONE);
    }
  }

  @Provide
  Arbitrary<BigDecimal> quantity() {
    return Arbitraries.oneOf(
        Arbitraries.integers().between(-30, 30).map(BigDecimal::valueOf),
        Arbitraries.bigDecimals().between(decimal("-30"), decimal("30")).ofScale(2));
  }

  @Provide
  Arbitrary<List<BigDecimal>> quantities() {
    return quantity().list().ofMaxSize(4);
  }

  @ParameterizedTest
  @CsvSource({
    "100, 0, -40, -40",
    "100, 0, -100, -100",
    "100, 0, -140, -100",
    "100, 60, -100, -40",
    "100, 100, -10, 0",
    "100, 120, -10, 0",
    "100, -20, -120, -100",
    "-100, 0, 40, 40",
    "-100, -60, 100, 40",
    "100, 0, 40, 0",
    "0, 0, -40, 0",
    "100, 0, 0, 0"
  })
  void roomIsWhatTheAccountHasBeyondTheOtherStrategies(
      String position, String others, String quantity, String allowed) {
    assertThat(new Room(decimal(position), decimal(others)).limited(decimal(quantity)))
        .isEqualTo(decimal(allowed));
  }

  @Test
  void restStaysInTheLargestShareOfItsSide() {
    Map<Integer, QuantityStep> tens =
        Map.of(SPY, new QuantityStep(BigDecimal.TEN, BigDecimal.ZERO));

    Closing closing =
        Closing.ofStrategies(
            Holdings.of(Map.of("a", of(SPY, "30"), "b", of(SPY, "14"), "c", of(SPY, "-19"))),
            Map.of(),
            tens);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY,
                decimal("-20"),
                Shares.of(Map.of("a", decimal("-25"), "b", decimal("-14"), "c", decimal("19")))));
    assertThat(closing.left().byContract()).containsExactly(SPY, decimal("5"));
  }

  @Test
  void restThatNoShareCanBearIsNobodys() {
    Map<Integer, QuantityStep> tens =
        Map.of(SPY, new QuantityStep(BigDecimal.TEN, BigDecimal.ZERO));

    Closing closing =
        Closing.ofStrategies(
            Holdings.of(
                Map.of("a", of(SPY, "4"), "b", of(SPY, "4"), "c", of(SPY, "4"), "d", of(SPY, "4"))),
            Map.of(),
            tens);

    assertThat(closing.orders())
        .containsExactly(
            new ConsolidatedTrade(
                SPY,
                decimal("-10"),
                Shares.of(
                    Map.of(
                        "a",
                        decimal("-4"),
                        "b",
                        decimal("-4"),
                        "c",
                        decimal("-4"),
                        "d",
                        decimal("-4"),
                        Books.BY_HAND,
                        decimal("6")))));
  }
}
