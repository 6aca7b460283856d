package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.trading.books.Executions.ACCOUNT;

import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.order.OrderIdentity;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What open orders still change, by what is known of their fates. */
final class OpenSharesTest {
  private static final int SPY = 756733;
  private static final OrderFate.Unknown UNKNOWN = new OrderFate.Unknown(false, "nobody says");

  /** Of 10, of which 4 are booked. */
  private static final OpenOrderEntry ORDER =
      new OpenOrderEntry(
          new OrderIdentity("ref", ACCOUNT, OptionalInt.of(1), 7, 99),
          SPY,
          BigDecimal.TEN,
          Shares.of("a", BigDecimal.TEN),
          Shares.of("a", new BigDecimal("4")),
          new BigDecimal("4"),
          Instant.parse("2026-11-23T15:45:00Z"));

  private static OpenShares shares(OpenShares.Fates fates) {
    return OpenShares.of(List.of(ORDER), fates, List.of());
  }

  @Test
  void whatMayStillBeFilledCountsAndIsInDoubt() {
    OpenShares shares = shares(new OpenShares.Fates(Map.of(), Map.of("ref", UNKNOWN), Set.of()));

    assertThat(shares.stillToFill("a").byContract()).containsExactly(SPY, new BigDecimal("6"));
    assertThat(shares.doubt("a")).isPresent();
    assertThat(shares.doubt("b")).isEmpty();
  }

  @Test
  void whatHasEndedCountsForNothingAndIsInDoubt() {
    OpenShares shares =
        shares(new OpenShares.Fates(Map.of(), Map.of("ref", UNKNOWN), Set.of("ref")));

    assertThat(shares.stillToFill("a").byContract()).isEmpty();
    assertThat(shares.doubt("a")).isPresent();
  }

  @Test
  void whatWorksCountsForWhatTheBrokerHasLeft() {
    OrderFate.Working working =
        new OrderFate.Working("Submitted", BigDecimal.TEN, new BigDecimal("5"));
    OpenShares shares = shares(new OpenShares.Fates(Map.of("ref", working), Map.of(), Set.of()));

    assertThat(shares.stillToFill("a").byContract()).containsExactly(SPY, new BigDecimal("5"));
    assertThat(shares.isHalfTold()).isTrue();
    assertThat(shares.doubt("a")).isEmpty();
  }

  private static OpenShares working(int quantity, int remaining, Difference... differences) {
    OrderFate.Working working =
        new OrderFate.Working(
            "Submitted", BigDecimal.valueOf(quantity), BigDecimal.valueOf(remaining));
    return OpenShares.of(
        List.of(ORDER),
        new OpenShares.Fates(Map.of("ref", working), Map.of(), Set.of()),
        List.of(differences));
  }

  @Test
  void orderWhoseFillsAreAllPostedCountsWithItsRestAndIsInNoDoubt() {
    OpenShares shares = working(10, 6);

    assertThat(shares.stillToFill("a").byContract()).containsExactly(SPY, new BigDecimal("6"));
    assertThat(shares.isHalfTold()).isFalse();
    assertThat(shares.doubt("a")).isEmpty();
  }

  @Test
  void orderWithFillsThatNobodyHasToldIsInDoubtIfItsContractDiffers() {
    Difference other = new Difference(1, BigDecimal.ONE, BigDecimal.ZERO);
    Difference own = new Difference(SPY, BigDecimal.ONE, BigDecimal.ZERO);

    assertThat(working(10, 4, other).doubt("a")).isEmpty();
    assertThat(working(10, 4, own).doubt("a"))
        .hasValue(
            "the order ref (10 of contract 756733) is unsettled: 2 of it was filled, and nobody has"
                + " told the executions");
  }

  @Test
  void orderThatWasChangedAtTheBrokerIsInDoubt() {
    assertThat(working(20, 16).doubt("a"))
        .hasValue(
            "the order ref (10 of contract 756733) is unsettled: it was changed at the broker: it"
                + " is for 20 there, and for 10 here");
    assertThat(working(20, 16).isHalfTold()).isFalse();
  }

  @Test
  void reasonsOfSeveralOrdersAreNamedTogether() {
    OpenOrderEntry second =
        new OpenOrderEntry(
            new OrderIdentity("second", ACCOUNT, OptionalInt.of(1), 8, 100),
            1,
            BigDecimal.ONE,
            Shares.of("a", BigDecimal.ONE).plus(Books.BY_HAND, BigDecimal.ONE),
            Shares.NONE,
            BigDecimal.ZERO,
            Instant.parse("2026-11-23T15:45:00Z"));

    OpenShares shares =
        OpenShares.of(
            List.of(ORDER, second),
            new OpenShares.Fates(
                Map.of(), Map.of("ref", UNKNOWN, "second", UNKNOWN), Set.of("ref")),
            List.of());

    assertThat(shares.doubt("a"))
        .hasValue(
            "the order ref (10 of contract 756733) is unsettled: nobody says; the order second (1"
                + " of contract 1) is unsettled: nobody says");
    assertThat(shares.doubt(Books.BY_HAND)).isEmpty();
    assertThat(shares.stillToFill("a").byContract()).containsExactly(1, BigDecimal.ONE);
  }

  @Test
  void orderOfNobodyChangesNoHoldings() {
    OpenOrderEntry conversion =
        new OpenOrderEntry(
            new OrderIdentity("ref", ACCOUNT, OptionalInt.of(1), 7, 99),
            SPY,
            BigDecimal.TEN,
            Shares.NONE,
            Shares.NONE,
            BigDecimal.ZERO,
            Instant.parse("2026-11-23T15:45:00Z"));
    OrderFate.Working working =
        new OrderFate.Working("Submitted", BigDecimal.TEN, new BigDecimal("5"));

    OpenShares shares =
        OpenShares.of(
            List.of(conversion),
            new OpenShares.Fates(Map.of("ref", working), Map.of(), Set.of()),
            List.of());

    assertThat(shares.isHalfTold()).isTrue();
    assertThat(shares.stillToFill("a").byContract()).isEmpty();
  }
}
