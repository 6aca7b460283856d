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

class PaperBalancesTest {
  private static final Universe UNIVERSE =
      new Universe(Clock.fixed(Instant.parse("2026-11-23T15:00:00Z"), ZoneOffset.UTC));
  private static final Instrument SPY = UNIVERSE.stock("SPY");
  private static final Instrument MNQ = UNIVERSE.frontFuture("MNQ");
  private static final Instrument EUR_USD = UNIVERSE.byConId(12087792).orElseThrow();

  private final PaperBalances ledger = new PaperBalances();

  /** One trade; the price in cents, the commission in cents. */
  record Trade(int quantity, int price, int commission) {}

  @Test
  void aSharePaysItsPriceAndItsCommission() {
    assertThat(book(SPY, "10", "100.00", "1.00")).isNull();
    assertThat(cash("USD")).isEqualToIgnoringScale("-1001.00");
    assertThat(held(SPY).averageCost()).isEqualToIgnoringScale("100.1");
    assertThat(book(SPY, "-4", "110.00", "0.50")).isEqualToIgnoringScale("39.10");
    assertThat(cash("USD")).isEqualToIgnoringScale("-561.50");
    assertThat(held(SPY).quantity()).isEqualToIgnoringScale("6");
    assertThat(held(SPY).cost()).isEqualToIgnoringScale("600.60");
  }

  @Test
  void aFuturePaysItsProfitAndLossOnlyWhenItIsClosed() {
    assertThat(book(MNQ, "2", "20000.00", "1.24")).isNull();
    assertThat(cash("USD")).isEqualToIgnoringScale("0");
    assertThat(held(MNQ).averageCost()).isEqualToIgnoringScale("40000.62");
    assertThat(book(MNQ, "-2", "20010.00", "1.24")).isEqualToIgnoringScale("37.52");
    assertThat(cash("USD")).isEqualToIgnoringScale("37.52");
    assertThat(ledger.holdings()).isEmpty();
  }

  @Test
  void aTradeCanTurnAPositionRound() {
    book(SPY, "5", "100.00", "0");
    assertThat(book(SPY, "-8", "90.00", "0.80")).isEqualToIgnoringScale("-50.50");
    assertThat(held(SPY).quantity()).isEqualToIgnoringScale("-3");
    assertThat(held(SPY).cost()).isEqualToIgnoringScale("-269.70");
    assertThat(book(SPY, "3", "80.00", "0")).isEqualToIgnoringScale("29.70");
  }

  @Test
  void aPairTradesOneBalanceForAnotherAndOnlyIdealproShowsAPosition() {
    ledger.book(EUR_USD, "FXCONV", bd("-1000"), bd("1.10"), bd("2.00"));
    assertThat(cash("EUR")).isEqualToIgnoringScale("-1000");
    assertThat(cash("USD")).isEqualToIgnoringScale("1098.00");
    assertThat(ledger.holdings()).isEmpty();
    ledger.book(EUR_USD, "IDEALPRO", bd("25000"), bd("1.10"), bd("2.00"));
    assertThat(held(EUR_USD).quantity()).isEqualToIgnoringScale("25000");
  }

  @Property(tries = 300)
  void whatIsRealizedIsWhatCashGainedOnceAllIsClosed(
      @ForAll("trades") List<Trade> trades, @ForAll boolean future) {
    PaperBalances ledger = new PaperBalances();
    Instrument instrument = future ? MNQ : SPY;
    BigDecimal realized = BigDecimal.ZERO;
    int held = 0;
    for (Trade trade : trades) {
      held += trade.quantity();
      realized = realized.add(orZero(booked(ledger, instrument, trade)));
      assertThat(
              ledger
                  .holdings()
                  .getOrDefault(instrument.conId(), PaperPosition.none(instrument.conId()))
                  .quantity())
          .isEqualToIgnoringScale(BigDecimal.valueOf(held));
    }
    if (held != 0) {
      realized = realized.add(booked(ledger, instrument, new Trade(-held, 50_000, 100)));
    }
    assertThat(ledger.holdings()).isEmpty();
    BigDecimal gained = ledger.cash().get("USD");
    assertThat(gained.subtract(realized).abs()).isLessThan(bd("0.0001"));
  }

  @Provide
  Arbitrary<List<Trade>> trades() {
    Arbitrary<Integer> quantities =
        Arbitraries.integers().between(-50, 50).filter(quantity -> quantity != 0);
    return Combinators.combine(
            quantities,
            Arbitraries.integers().between(1, 100_000),
            Arbitraries.integers().between(0, 500))
        .as(Trade::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(30);
  }

  private static BigDecimal booked(PaperBalances ledger, Instrument instrument, Trade trade) {
    return ledger.book(
        instrument,
        "X",
        BigDecimal.valueOf(trade.quantity()),
        BigDecimal.valueOf(trade.price(), 2),
        BigDecimal.valueOf(trade.commission(), 2));
  }

  private static BigDecimal orZero(BigDecimal value) {
    return value == null ? BigDecimal.ZERO : value;
  }

  private BigDecimal book(Instrument what, String quantity, String price, String commission) {
    return ledger.book(what, "X", bd(quantity), bd(price), bd(commission));
  }

  private BigDecimal cash(String currency) {
    return ledger.cash().get(currency);
  }

  private PaperPosition held(Instrument instrument) {
    return ledger.holdings().get(instrument.conId());
  }

  private static BigDecimal bd(String text) {
    return new BigDecimal(text);
  }
}
