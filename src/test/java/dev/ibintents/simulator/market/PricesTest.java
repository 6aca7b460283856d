package dev.ibintents.simulator.market;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The prices of the simulated market. */
class PricesTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");
  private static final long FIVE_YEARS = 5 * 365 * 86_400L;
  private static final Universe UNIVERSE = new Universe(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void priceIsTheSameOnEveryMachine() {
    Prices prices = new Prices(7);
    assertThat(prices.quote(UNIVERSE.stock("SPY"), NOW).bid()).isEqualTo(new BigDecimal("670.02"));
  }

  @Property(tries = 200)
  void quotesArePositiveAndOnTheTickWithBidBelowAsk(
      @ForAll long seed, @ForAll @LongRange(max = FIVE_YEARS) long before) {
    Prices prices = new Prices(seed);
    Instant at = NOW.minusSeconds(before);
    for (Instrument instrument : withSomeOptions(seed)) {
      Quote quote = prices.quote(instrument, at);
      assertThat(quote).isEqualTo(new Prices(seed).quote(instrument, at.plusMillis(999)));
      assertThat(quote.bid().signum()).isEqualTo(1);
      assertThat(quote.ask().subtract(quote.bid())).isEqualToIgnoringScale(instrument.minTick());
      assertThat(quote.bid().remainder(instrument.minTick()).signum()).isEqualTo(0);
      assertThat(quote.range().high()).isAtLeast(quote.range().low());
      assertThat(quote.mark()).isEqualToIgnoringScale(prices.mark(instrument, at));
      if (instrument.kind() == Instrument.Kind.CASH) {
        assertThat(quote.last()).isNull();
        assertThat(quote.volume()).isEqualTo(-1);
      } else {
        assertThat(quote.last()).isAtLeast(quote.bid());
        assertThat(quote.last()).isAtMost(quote.ask());
      }
    }
  }

  /** The listed instruments with a few of the options, chosen by the seed. */
  private static List<Instrument> withSomeOptions(long seed) {
    long part = Math.floorMod(seed, 100);
    return UNIVERSE.listed().stream()
        .filter(
            instrument ->
                instrument.kind() != Instrument.Kind.OPT || instrument.conId() % 100 == part)
        .toList();
  }

  @Property(tries = 200)
  void pairsAgreeWithEachOtherAndFuturesFollowTheirIndex(
      @ForAll long seed, @ForAll @LongRange(max = FIVE_YEARS) long before) {
    Prices prices = new Prices(seed);
    Instant at = NOW.minusSeconds(before);
    double direct = mid(prices, 12087817, at);
    double crossed = mid(prices, 12087792, at) * mid(prices, 12087820, at);
    assertThat(direct).isWithin(0.0003).of(crossed);

    double front = prices.mark(UNIVERSE.frontFuture("MES"), at).doubleValue();
    double fund = prices.mark(UNIVERSE.stock("SPY"), at).doubleValue() / 0.0998;
    assertThat(front / fund).isWithin(0.2).of(1.0);
    assertThat(prices.mark(UNIVERSE.frontFuture("ES"), at).doubleValue()).isWithin(1.0).of(front);
  }

  @Property(tries = 100)
  void priceMovesLittleWithinADay(
      @ForAll long seed, @ForAll @LongRange(max = FIVE_YEARS) long before) {
    Prices prices = new Prices(seed);
    Instant at = NOW.minusSeconds(before);
    double today = prices.mark(UNIVERSE.stock("SPY"), at).doubleValue();
    double next = prices.mark(UNIVERSE.stock("SPY"), at.plus(Duration.ofDays(1))).doubleValue();
    assertThat(Math.abs(Math.log(next / today))).isLessThan(0.08);
  }

  @Test
  void seedsGiveDifferentPrices() {
    Instrument spy = UNIVERSE.stock("SPY");
    assertThat(new Prices(1).mark(spy, NOW)).isNotEqualTo(new Prices(2).mark(spy, NOW));
  }

  @Test
  void closeIsThatOfTheSessionBefore() {
    Prices prices = new Prices(7);
    Instrument spy = UNIVERSE.stock("SPY");
    BigDecimal friday = prices.close(spy, Instant.parse("2026-11-20T21:00:00Z"));
    BigDecimal thursday = prices.close(spy, Instant.parse("2026-11-19T21:00:00Z"));
    assertThat(prices.quote(spy, NOW).close()).isEqualTo(friday);
    Instant sunday = Instant.parse("2026-11-22T12:00:00Z");
    assertThat(prices.quote(spy, sunday).close()).isEqualTo(thursday);
    Instrument mnq = UNIVERSE.frontFuture("MNQ");
    Instant sundayEvening = Instant.parse("2026-11-22T23:30:00Z");
    assertThat(prices.quote(mnq, sundayEvening).close())
        .isEqualTo(prices.close(mnq, Instant.parse("2026-11-20T22:00:00Z")));
  }

  @Test
  void expiredFutureKeepsItsSettlementPrice() {
    Prices prices = new Prices(7);
    Instrument mnq = UNIVERSE.frontFuture("MNQ");
    Instant settled = mnq.settlement();
    assertThat(prices.mark(mnq, settled.plusSeconds(1_000_000)))
        .isEqualTo(prices.mark(mnq, settled));
  }

  @Test
  void currencyWithoutAPriceIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Prices(1).rate("XAU", NOW));
    assertThat(new Prices(1).rate("USD", NOW)).isEqualTo(BigDecimal.ONE);
  }

  private static double mid(Prices prices, int conId, Instant at) {
    return prices.quote(UNIVERSE.byConId(conId).orElseThrow(), at).mid().doubleValue();
  }

  @ParameterizedTest
  @CsvSource({
    "SPY, true, 0.999, true",
    "SPY, false, 1.001, false",
    "EUR.USD, true, 0.9995, true",
    "USD.JPY, false, 1.0005, false",
    "MES, true, 1.001, false",
    "SPY, true, 0.6, true"
  })
  void priceIsReachedInTheFirstSecondThatReachesIt(
      String name, boolean buys, BigDecimal part, boolean atMost) {
    Prices prices = new Prices(3);
    Instrument instrument =
        UNIVERSE.listed().stream()
            .filter(known -> known.localSymbol().equals(name) || known.symbol().equals(name))
            .findFirst()
            .orElseThrow();
    BigDecimal now = prices.price(instrument, buys, NOW);
    PriceSource.AwaitedPrice awaited =
        new PriceSource.AwaitedPrice(buys, now.multiply(part), atMost);
    Instant until = NOW.plusSeconds(20_000);

    Optional<Instant> expected =
        LongStream.rangeClosed(1, 20_000)
            .mapToObj(NOW::plusSeconds)
            .filter(moment -> awaited.isReachedBy(prices.price(instrument, buys, moment)))
            .findFirst();

    assertThat(prices.reached(instrument, awaited, NOW, until)).isEqualTo(expected);
  }
}
