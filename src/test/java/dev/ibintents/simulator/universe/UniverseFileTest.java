package dev.ibintents.simulator.universe;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.simulator.account.PaperClock;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.market.Listing;
import dev.ibintents.simulator.market.Prices;
import dev.ibintents.simulator.market.Universe;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Instruments of a user, from a file. */
class UniverseFileTest {
  private static final Instant NOW = Instant.parse("2026-11-23T15:00:00Z");

  @TempDir private Path folder;

  private UniverseFile read(String json) throws IOException {
    Path file = folder.resolve("universe.json");
    Files.writeString(file, doubleQuoted(json));
    return UniverseFile.read(file);
  }

  private Universe universe(UniverseFile file) {
    return new Universe(new PaperClock(NOW), file.instruments());
  }

  /** The example of docs/simulator.md, as a reader copies it. */
  private UniverseFile example() throws IOException {
    String page = Files.readString(Path.of("docs", "simulator.md"));
    int begin = page.indexOf("```json", page.indexOf("## Instruments of your own"));
    Path file = folder.resolve("universe.json");
    Files.writeString(
        file, page.substring(page.indexOf('\n', begin), page.indexOf("```", begin + 3)));
    return UniverseFile.read(file);
  }

  @Test
  void instrumentsOfTheExampleAreFoundAndPriced() throws IOException {
    UniverseFile file = example();
    Universe universe = universe(file);
    Prices prices = new Prices(1, file.levels());

    Contract amd =
        Contract.builder().symbol("AMD").secType("STK").currency("USD").exchange("SMART").build();
    assertThat(universe.find(amd).stream().map(Listing::instrument).map(Instrument::conId))
        .containsExactly(4391);
    for (Instrument instrument : file.instruments()) {
      assertThat(universe.byConId(instrument.conId())).hasValue(instrument);
      assertThat(universe.listed()).contains(instrument);
      BigDecimal price = prices.mark(instrument, NOW);
      assertThat(price.signum()).isEqualTo(1);
    }
    assertThat(prices.rate("PLN", NOW).doubleValue()).isWithin(0.15).of(1 / 3.62);
    assertThat(InstrumentTable.text(universe.listed())).contains("USD.PLN");
  }

  @Test
  void instrumentOfTheTableIsReplaced() throws IOException {
    UniverseFile file =
        read(
            """
            {'instruments': [{'conId': 756733, 'secType': 'STK', 'symbol': 'SPY', 'price': 50,
              'minTick': 0.05}]}\
            """);
    Universe universe = universe(file);

    assertThat(universe.stock("SPY").minTick()).isEqualTo(new BigDecimal("0.05"));
    assertThat(universe.listed().stream().filter(known -> known.conId() == 756733)).hasSize(1);
    assertThat(new Prices(1, file.levels()).mark(universe.stock("SPY"), NOW).doubleValue())
        .isWithin(30)
        .of(50);
  }

  @Test
  void futureIsListedUntilItSettles() throws IOException {
    UniverseFile file =
        read(
            """
            {'instruments': [{'conId': 1, 'secType': 'FUT', 'symbol': 'CL', 'exchange': 'NYMEX',
              'multiplier': 1000, 'minTick': '0.01', 'lastTradeDate': '2026-11-20',
              'price': 61.5}]}\
            """);
    assertThat(universe(file).listed().stream().map(Instrument::symbol)).doesNotContain("CL");
    assertThat(universe(file).byConId(1)).isPresent();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "[]                                  | the file is an object with the field instruments,"
            + " and here is a list",
        "{}                                  | there are no instruments; the field instruments is a"
            + " list of them",
        "{'instrument': []}                  | there is no field 'instrument'; did you mean"
            + " instruments?",
        "{'instruments': [1]}                | instrument 1 is an object, and here is a number",
        "{'instruments': [{'symbl': 'X'}]}   | instrument 1 has the unknown field 'symbl'; did"
            + " you mean symbol?",
        "{'instruments': [{'symbol': ['X']}]}| instrument 1: symbol is a list; it must be a text or"
            + " a number",
        "{'instruments': [{'symbol': 'X'}]}  | instrument 1 (X) has no conId",
        "{'instruments': [{'conId': 1,,}]}   | is no JSON",
        "{'instruments': [                   | is no JSON"
      })
  void wrongFileIsRefused(String json, String refusal) {
    assertThat(assertThrows(IllegalArgumentException.class, () -> read(json)))
        .hasMessageThat()
        .contains(doubleQuoted(refusal));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'conId': 0                 | conId 0 must be above 0",
        "'conId': 1.5               | conId 1.5 must be a whole number",
        "'conId': 265598            | conId 265598 is that of STK AAPL already; choose a number",
        "'secType': 'OPT'           | secType OPT cannot be added; STK, FUT and CASH can",
        "'minTick': 0.03            | minTick 0.03 is no step of this market; there are 0.00005",
        "'minTick': 'small'         | minTick small is no number",
        "'multiplier': 5            | multiplier 5 belongs to no STK",
        "'stockType': 'FUND'        | stockType FUND must be COMMON or ETF",
        "'currency': 'PLN'          | the currency PLN has no rate; add the pair USD.PLN",
        "'price': -1                | price -1 must be above 0",
        "'volatility': 6            | volatility 6 must be above 0 and at most 5"
      })
  void wrongFieldIsRefusedWithItsInstrument(String field, String refusal) {
    String name = field.substring(0, field.indexOf(':'));
    List<String> usual =
        List.of("'conId': 4391", "'secType': 'STK'", "'symbol': 'AMD'", "'price': 152.3");
    String fields =
        String.join(
            ", ",
            usual.stream().map(known -> known.startsWith(name + ":") ? field : known).toList());
    String all = usual.stream().anyMatch(known -> known.startsWith(name + ":")) ? "" : ", " + field;
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> read("{'instruments': [{" + fields + all + "}]}")))
        .hasMessageThat()
        .contains("universe.json: instrument 1 (AMD): " + refusal);
  }

  @Test
  void numberThatIsGivenTwiceIsRefused() {
    String amd = "{'conId': 4391, 'secType': 'STK', 'symbol': 'AMD', 'price': 152.3}";
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> read("{'instruments': [" + amd + ", " + amd + "]}")))
        .hasMessageThat()
        .contains("instrument 2 (AMD): conId 4391 is that of another instrument of this file");
  }

  @Test
  void instrumentWithoutAPriceIsRefused() {
    assertThat(
            assertThrows(
                IllegalArgumentException.class,
                () -> read("{'instruments': [{'conId':1,'secType':'STK','symbol':'AMD'}]}")))
        .hasMessageThat()
        .contains("instrument 1 (AMD) has no price; give the price around which it moves");
  }
}
