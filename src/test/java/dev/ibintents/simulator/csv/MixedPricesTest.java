package dev.ibintents.simulator.csv;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.market.BarSpan;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.PriceSource.AwaitedPrice;
import dev.ibintents.simulator.market.PricedBar;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.SetPrices;
import dev.ibintents.simulator.market.SetPrices.SetPrice;
import dev.ibintents.simulator.market.Universe;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prices from files of a user, beside those of the seed. */
class MixedPricesTest {
  private static final Instant MONDAY_OPEN = Instant.parse("2024-01-08T14:30:00Z");
  private static final Instant MONDAY_CLOSE = Instant.parse("2024-01-08T21:00:00Z");
  private static final Instant TUESDAY_OPEN = Instant.parse("2024-01-09T14:30:00Z");

  @TempDir private Path folder;

  private MixedPrices prices(String name, String... lines) throws IOException {
    Files.write(folder.resolve(name), List.of(lines));
    SymbolTable symbols = new SymbolTable(List.of());
    Map<Instrument, List<PricedBar>> bars = new LinkedHashMap<>();
    CsvBars.folder(folder)
        .forEach(csv -> bars.put(symbols.instrument(csv.symbol(), csv.bars()), csv.bars()));
    return new MixedPrices(bars, new Prices(1));
  }

  private MixedPrices spy() throws IOException {
    return prices(
        "SPY.csv",
        "date,open,high,low,close,volume",
        "2024-01-08,100,110,90,105,1000",
        "2024-01-09,107,120,100,115,1000");
  }

  private static Instrument stock(String symbol) {
    return new Universe(new PaperClock(MONDAY_OPEN)).stock(symbol);
  }

  @Test
  void priceIsTheOpenDuringASessionAndTheCloseAfterIt() throws IOException {
    MixedPrices prices = spy();
    Instrument spy = stock("SPY");

    assertThat(prices.mark(spy, MONDAY_OPEN.minusSeconds(86_400 * 40)))
        .isEqualTo(new BigDecimal("100"));
    assertThat(prices.mark(spy, MONDAY_OPEN)).isEqualTo(new BigDecimal("100"));
    assertThat(prices.mark(spy, MONDAY_CLOSE)).isEqualTo(new BigDecimal("105"));
    assertThat(prices.price(spy, true, TUESDAY_OPEN)).isEqualTo(new BigDecimal("107"));
    assertThat(prices.quote(spy, TUESDAY_OPEN).last()).isEqualTo(new BigDecimal("107"));
    assertThat(
            prices
                .bars(ZoneId.of("US/Eastern"))
                .bars(spy, BarSpan.parse("1 day", "1 M"), TUESDAY_OPEN, "TRADES", true, 1))
        .hasSize(1);
  }

  @Test
  void limitIsReachedAtTheOpenOrCloseThatReachesIt() throws IOException {
    AwaitedPrice seller = new AwaitedPrice(false, new BigDecimal("106"), false);
    assertThat(spy().reached(stock("SPY"), seller, MONDAY_OPEN, TUESDAY_OPEN.plusSeconds(60)))
        .hasValue(TUESDAY_OPEN);
    assertThat(spy().reached(stock("SPY"), seller, MONDAY_OPEN, MONDAY_CLOSE)).isEmpty();
  }

  @Test
  void otherInstrumentsHaveThePricesOfTheSeed() throws IOException {
    MixedPrices prices = spy();
    Prices seed = new Prices(1);
    assertThat(prices.quote(stock("AAPL"), MONDAY_OPEN))
        .isEqualTo(seed.quote(stock("AAPL"), MONDAY_OPEN));
    assertThat(prices.rate("EUR", MONDAY_OPEN)).isEqualTo(seed.rate("EUR", MONDAY_OPEN));
  }

  @Test
  void barsOfAPairGiveTheRateOfItsCurrency() throws IOException {
    MixedPrices prices =
        prices("EUR.USD.csv", "date,open,high,low,close", "2024-01-08,1.25,1.3,1.2,1.28");
    assertThat(prices.rate("EUR", MONDAY_OPEN).doubleValue()).isEqualTo(1.25);
    assertThat(prices.rate("GBP", MONDAY_OPEN)).isEqualTo(new Prices(1).rate("GBP", MONDAY_OPEN));
  }

  @Test
  void rateOfAPairFromTheDollarIsItsReciprocal() throws IOException {
    MixedPrices prices =
        prices("USD.CHF.csv", "date,open,high,low,close", "2024-01-08,0.8,0.9,0.7,0.85");
    assertThat(prices.rate("CHF", MONDAY_OPEN)).isEqualTo(new BigDecimal("1.2500000"));

    SetPrices set = new SetPrices(prices);
    Instrument francs = Universe.known("USD.CHF").orElseThrow();
    set.set(
        francs,
        SetPrice.of(
            francs,
            Optional.of(new BigDecimal("0.4999")),
            Optional.of(new BigDecimal("0.5001")),
            Optional.empty()));
    assertThat(set.rate("CHF", MONDAY_OPEN)).isEqualTo(new BigDecimal("2.0000000"));
    assertThat(set.rate("EUR", MONDAY_OPEN)).isEqualTo(new Prices(1).rate("EUR", MONDAY_OPEN));
  }

  @Test
  void rateDoesNotWaitForTheBarsOfOtherInstruments() throws IOException {
    prices("SPY.csv", "date,open,high,low,close", "2025-01-08,100,110,90,105");
    MixedPrices prices =
        prices(
            "EUR.USD.csv",
            "date,open,high,low,close",
            "2024-01-08,1.25,1.3,1.2,1.28",
            "2024-01-09,1.5,1.6,1.4,1.55");
    assertThat(prices.rate("EUR", MONDAY_OPEN).doubleValue()).isEqualTo(1.25);
    assertThat(prices.rate("EUR", MONDAY_OPEN.minusSeconds(1)).doubleValue()).isEqualTo(1.25);
    assertThat(prices.rate("EUR", TUESDAY_OPEN).doubleValue()).isEqualTo(1.5);
  }

  @Test
  void pairWithANameOfItsOwnGivesTheRate() {
    Instrument pair =
        Instrument.builder(1, Instrument.Kind.CASH, "EUR")
            .localSymbol("EURUSD")
            .listedAt("IDEALPRO", List.of("IDEALPRO"))
            .minTick(new BigDecimal("0.00005"))
            .build();
    BigDecimal price = new BigDecimal("1.25");
    PricedBar bar =
        new PricedBar(LocalDate.of(2024, 1, 8), price, price, price, price, BigDecimal.ZERO);
    MixedPrices prices = new MixedPrices(Map.of(pair, List.of(bar)), new Prices(1));
    assertThat(prices.rate("EUR", MONDAY_OPEN).doubleValue()).isEqualTo(1.25);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "2024-01-08,x,1,1,1     | SPY.csv line 2: open is 'x'; it must be a number",
        "2024-01-08,-1,1,1,1    | SPY.csv line 2: open is -1; a price is above 0",
        "8.1.24,1,1,1,1         | SPY.csv line 2: '8.1.24' is no date such as 2024-03-28 or"
            + " 3/28/2024",
        "2024-01-08,1           | SPY.csv line 2 has no close; it has 2 columns",
        "2024-01-08,,,,         | SPY.csv has no line with prices"
      })
  void wrongLineIsNamedWithItsFault(String line, String refusal) {
    CsvException refused =
        assertThrows(CsvException.class, () -> prices("SPY.csv", "date,open,high,low,close", line));
    assertThat(refused).hasMessageThat().endsWith(doubleQuoted(refusal));
  }
}
