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
}
