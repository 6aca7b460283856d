package dev.ibintents.simulator.account;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Universe;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The rules by which trades move cash and holdings. */
class PaperBalancesTest {
  private static final Universe UNIVERSE =
      new Universe(Clock.fixed(Instant.parse("2026-11-23T15:00:00Z"), ZoneOffset.UTC));
  private static final Instrument SPY = UNIVERSE.stock("SPY");
  private static final Instrument MNQ = UNIVERSE.frontFuture("MNQ");
  private static final Instrument EUR_USD = UNIVERSE.byConId(12087792).orElseThrow();

  private final PaperBalances balances = new PaperBalances();

  /** A random trade. Price and commission are in cents. */
  record RandomTrade(int quantity, int price, int commission) {}

  @Test
  void shareMovesCashByItsPriceAndCommission() {
    assertThat(post(SPY, "10", "100.00", "1.00")).isNull();
    assertThat(cash("USD")).isEqualToIgnoringScale("-1001.00");
    assertThat(held(SPY).averageCost()).isEqualToIgnoringScale("100.1");
    assertThat(post(SPY, "-4", "110.00", "0.50")).isEqualToIgnoringScale("39.10");
    assertThat(cash("USD")).isEqualToIgnoringScale("-561.50");
    assertThat(held(SPY).quantity()).isEqualToIgnoringScale("6");
    assertThat(held(SPY).cost()).isEqualToIgnoringScale("600.60");
  }

  @Test
  void futureMovesCashOnlyWhenItIsClosed() {
    assertThat(post(MNQ, "2", "20000.00", "1.24")).isNull();
    assertThat(cash("USD")).isEqualToIgnoringScale("0");
    assertThat(held(MNQ).averageCost()).isEqualToIgnoringScale("40000.62");
    assertThat(post(MNQ, "-2", "20010.00", "1.24")).isEqualToIgnoringScale("37.52");
    assertThat(cash("USD")).isEqualToIgnoringScale("37.52");
    assertThat(balances.holdings()).isEmpty();
  }

  @Test
  void tradeCanTurnALongPositionShort() {
    post(SPY, "5", "100.00", "0");
    assertThat(post(SPY, "-8", "90.00", "0.80")).isEqualToIgnoringScale("-50.50");
    assertThat(held(SPY).quantity()).isEqualToIgnoringScale("-3");
    assertThat(held(SPY).cost()).isEqualToIgnoringScale("-269.70");
    assertThat(post(SPY, "3", "80.00", "0")).isEqualToIgnoringScale("29.70");
  }

  @Test
  void pairMovesTwoBalancesAndOnlyIdealproShowsAPosition() {
    balances.post(EUR_USD, "FXCONV", bd("-1000"), bd("1.10"), bd("2.00"));
    assertThat(cash("EUR")).isEqualToIgnoringScale("-1000");
    assertThat(cash("USD")).isEqualToIgnoringScale("1098.00");
    assertThat(balances.holdings()).isEmpty();
    balances.post(EUR_USD, "IDEALPRO", bd("25000"), bd("1.10"), bd("2.00"));
    assertThat(held(EUR_USD).quantity()).isEqualToIgnoringScale("25000");
  }

  @Property(tries = 300)
  void realizedProfitEqualsTheGainInCashAfterTheClose(
      @ForAll("trades") List<RandomTrade> trades, @ForAll boolean future) {
    PaperBalances balances = new PaperBalances();
    Instrument instrument = future ? MNQ : SPY;
    BigDecimal realized = BigDecimal.ZERO;
    int held = 0;
    for (RandomTrade trade : trades) {
      held += trade.quantity();
      realized = realized.add(orZero(post(balances, instrument, trade)));
      assertThat(
              balances
                  .holdings()
                  .getOrDefault(instrument.conId(), PaperPosition.none(instrument.conId()))
                  .quantity())
          .isEqualToIgnoringScale(BigDecimal.valueOf(held));
    }
    if (held != 0) {
      realized = realized.add(post(balances, instrument, new RandomTrade(-held, 50_000, 100)));
    }
    assertThat(balances.holdings()).isEmpty();
    BigDecimal gained = balances.cash().get("USD");
    assertThat(gained.subtract(realized).abs()).isLessThan(bd("0.0001"));
  }

  @Provide
  Arbitrary<List<RandomTrade>> trades() {
    Arbitrary<Integer> quantities =
        Arbitraries.integers().between(-50, 50).filter(quantity -> quantity != 0);
    return Combinators.combine(
            quantities,
            Arbitraries.integers().between(1, 100_000),
            Arbitraries.integers().between(0, 500))
        .as(RandomTrade::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  private static BigDecimal post(PaperBalances balances, Instrument instrument, RandomTrade trade) {
    return balances.post(
        instrument,
        "X",
        BigDecimal.valueOf(trade.quantity()),
        BigDecimal.valueOf(trade.price(), 2),
        BigDecimal.valueOf(trade.commission(), 2));
  }

  private static BigDecimal orZero(BigDecimal value) {
    return value == null ? BigDecimal.ZERO : value;
  }

  private BigDecimal post(Instrument instrument, String quantity, String price, String commission) {
    return balances.post(instrument, "X", bd(quantity), bd(price), bd(commission));
  }

  private BigDecimal cash(String currency) {
    return balances.cash().get(currency);
  }

  private PaperPosition held(Instrument instrument) {
    return balances.holdings().get(instrument.conId());
  }

  private static BigDecimal bd(String text) {
    return new BigDecimal(text);
  }
}
