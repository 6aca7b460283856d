package dev.ibintents.simulator.market;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.Contract;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class UniverseTest {
  private final Universe universe = at("2026-11-23T15:00:00Z");

  @Test
  void findsAShareByItsNumberAlone() {
    List<Listing> found = universe.find(Contract.builder().conId(756733).build());
    assertThat(found).containsExactly(new Listing(universe.stock("SPY"), "SMART"));
  }

  @Test
  void findsAShareOnTheRouteOrTheVenueThatIsAskedFor() {
    assertThat(exchanges(stock("SPY").exchange("SMART"))).containsExactly("SMART");
    assertThat(exchanges(stock("SPY").exchange("ARCA"))).containsExactly("ARCA");
    assertThat(exchanges(stock("SPY").exchange("SMART").primaryExchange("ARCA"))).hasSize(1);
    assertThat(exchanges(stock("SPY").exchange("LSE"))).isEmpty();
    assertThat(exchanges(stock("SPY").exchange("SMART").currency("EUR"))).isEmpty();
  }

  @Test
  void findsAShareWithoutExchangeOnEachOfItsExchanges() {
    assertThat(exchanges(stock("AAPL"))).containsAtLeast("SMART", "NASDAQ", "ARCA");
  }

  @Test
  void findsAShareByItsIsin() {
    Contract.Builder wanted = Contract.builder().secType("STK").exchange("SMART").secIdType("ISIN");
    assertThat(universe.find(wanted.secId("US78462F1030").build()).get(0).instrument().symbol())
        .isEqualTo("SPY");
    assertThat(universe.find(wanted.secId("US0000000000").build())).isEmpty();
  }

  @Test
  void answersAFutureWithoutMonthWithEveryMonth() {
    List<Listing> found = universe.find(future("MNQ").build());
    assertThat(found.size()).isAtLeast(5);
    assertThat(found.stream().map(listing -> listing.instrument().localSymbol()).toList())
        .containsAtLeast("MNQZ6", "MNQH7", "MNQM7", "MNQU7", "MNQZ7")
        .inOrder();
  }

  @Test
  void narrowsAFutureByMonthDayNameClassAndMultiplier() {
    assertThat(conIds(future("MNQ").lastTradeDateOrContractMonth("202612")))
        .containsExactly(654503314);
    assertThat(conIds(future("MNQ").lastTradeDateOrContractMonth("20261218")))
        .containsExactly(654503314);
    assertThat(conIds(future("MNQ").lastTradeDateOrContractMonth("20261217"))).isEmpty();
    assertThat(conIds(future("MNQ").localSymbol("MNQZ6"))).containsExactly(654503314);
    assertThat(conIds(future("MNQ").localSymbol("MNQZ6").multiplier("2"))).hasSize(1);
    assertThat(conIds(future("MNQ").localSymbol("MNQZ6").multiplier("2.0"))).hasSize(1);
    assertThat(conIds(future("MNQ").localSymbol("MNQZ6").multiplier("20"))).isEmpty();
    assertThat(conIds(future("MNQ").localSymbol("MNQZ6").multiplier("two"))).isEmpty();
    assertThat(conIds(future("MNQ").tradingClass("NQ"))).isEmpty();
    assertThat(conIds(future("MNQ").exchange("GLOBEX"))).isEmpty();
  }

  @Test
  void findsAPairInItsOneDirection() {
    assertThat(conIds(pair("EUR", "USD", "IDEALPRO"))).containsExactly(12087792);
    assertThat(conIds(pair("USD", "CHF", "FXCONV"))).containsExactly(12087820);
    assertThat(conIds(pair("CAD", "USD", "IDEALPRO"))).isEmpty();
    assertThat(conIds(pair("CHF", "USD", "FXCONV"))).isEmpty();
    assertThat(conIds(pair("EUR", "USD", "SMART"))).isEmpty();
  }

  @Test
  void rollsTheFrontFutureWhenItSettles() {
    assertThat(at("2026-12-18T14:29:59Z").frontFuture("MNQ").localSymbol()).isEqualTo("MNQZ6");
    assertThat(at("2026-12-18T14:30:00Z").frontFuture("MNQ").localSymbol()).isEqualTo("MNQH7");
    Contract expired = future("MNQ").localSymbol("MNQZ6").build();
    Universe later = at("2027-02-01T12:00:00Z");
    assertThat(later.find(expired)).isEmpty();
    assertThat(later.find(expired.toBuilder().includeExpired(true).build())).hasSize(1);
    assertThat(later.byConId(654503314).orElseThrow().localSymbol()).isEqualTo("MNQZ6");
  }

  @Property(tries = 200)
  void listsQuartersThatAreThirdFridaysWithNumbersOfTheirOwn(
      @ForAll @IntRange(max = 20 * 365) int days) {
    Universe universe = at(Instant.parse("2020-01-01T12:00:00Z").plusSeconds(days * 86_400L));
    Set<Integer> conIds = new HashSet<>();
    for (Instrument instrument : universe.listed()) {
      assertThat(conIds.add(instrument.conId())).isTrue();
      assertThat(universe.byConId(instrument.conId()).orElseThrow()).isEqualTo(instrument);
      if (instrument.kind() == Instrument.Kind.FUT) {
        LocalDate expiry = instrument.expiry();
        assertThat(expiry.getDayOfWeek()).isEqualTo(DayOfWeek.FRIDAY);
        assertThat((expiry.getDayOfMonth() - 1) / 7).isEqualTo(2);
        assertThat(expiry.getMonthValue() % 3).isEqualTo(0);
      }
    }
  }

  private static Universe at(String instant) {
    return at(Instant.parse(instant));
  }

  private static Universe at(Instant instant) {
    return new Universe(Clock.fixed(instant, ZoneOffset.UTC));
  }

  private static Contract.Builder stock(String symbol) {
    return Contract.builder().secType("STK").symbol(symbol).currency("USD");
  }

  private static Contract.Builder future(String symbol) {
    return Contract.builder().secType("FUT").symbol(symbol).currency("USD").exchange("CME");
  }

  private static Contract.Builder pair(String base, String quote, String exchange) {
    return Contract.builder().secType("CASH").symbol(base).currency(quote).exchange(exchange);
  }

  private List<String> exchanges(Contract.Builder wanted) {
    return universe.find(wanted.build()).stream().map(Listing::exchange).toList();
  }

  private List<Integer> conIds(Contract.Builder wanted) {
    return universe.find(wanted.build()).stream()
        .map(listing -> listing.instrument().conId())
        .toList();
  }
}
