package dev.ibintents.environment;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigurationTest {
  @TempDir Path folder;
  private DocumentStore store;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private Configuration load(Map<String, ?> common, Map<String, ?> paper) {
    store.set("config/common", common);
    store.set("config/paper", paper);
    return Configuration.load(store, TradingMode.PAPER);
  }

  private String refusal(Map<String, ?> common, Map<String, ?> paper) {
    return assertThrows(ConfigurationException.class, () -> load(common, paper)).getMessage();
  }

  @Test
  void emptyDocumentsGiveTheDefaults() {
    Configuration configuration = load(Map.of(), Map.of());

    assertThat(configuration.killSwitch().tradingEnabled()).isTrue();
    assertThat(configuration.killSwitch().exempt()).isEmpty();
    assertThat(configuration.marketDataType()).isEqualTo(2);
    assertThat(configuration.account().isPresent()).isFalse();
    assertThat(configuration.allowAccountOfOtherMode()).isFalse();
    assertThat(configuration.apiHost()).isEqualTo("127.0.0.1");
    assertThat(configuration.apiPort()).isEqualTo(4002);
    assertThat(configuration.clientId()).isEqualTo(1);
    assertThat(configuration.connectTimeout()).isEqualTo(Duration.ofSeconds(60));
    assertThat(configuration.exposure().overall()).isEqualTo(BigDecimal.ZERO);
    assertThat(configuration.exposure().strategies()).isEmpty();
    assertThat(configuration.retryCheckMinutes()).isEqualTo(15);
    assertThat(configuration.adaptivePriority()).isEqualTo("Normal");
    assertThat(configuration.cashBalanceThreshold().isPresent()).isFalse();
    assertThat(configuration.marketDataContracts()).isEmpty();
    assertThat(configuration.namesGateway()).isFalse();
  }

  @Test
  void theKillSwitchLetsThroughWhatIsExemptAndTheRunThatThrewIt() {
    Configuration configuration =
        load(
            Map.of("tradingEnabled", false, "killSwitchExempt", List.of("ping")),
            Map.of(
                "halted",
                Map.of("at", "2026-11-23T15:00:00Z", "intent", "close-all", "run", "paper-key-1")));

    assertThat(configuration.killSwitch().halted().orElseThrow().at())
        .isEqualTo(Instant.parse("2026-11-23T15:00:00Z"));
    assertThat(configuration.killSwitch().lets("ping", Optional.empty())).isTrue();
    assertThat(configuration.killSwitch().lets("summary", Optional.empty())).isFalse();
    assertThat(configuration.killSwitch().lets("close-all", Optional.of("paper-key-1"))).isTrue();
    assertThat(configuration.killSwitch().lets("close-all", Optional.of("paper-key-2"))).isFalse();
    assertThat(
            load(Map.of("tradingEnabled", false), Map.of())
                .killSwitch()
                .lets("close-all", Optional.of("paper-key-1")))
        .isFalse();
    assertThat(refusal(Map.of("halted", Map.of("at", "yesterday")), Map.of()))
        .contains(
            doubleQuoted(
                "config/common halted.at is 'yesterday'; it must be a time such as 2026-"));
  }

  @Test
  void onlyTheModesOwnDocumentAllowsAccountsOfTheOtherMode() {
    Map<String, Boolean> allowing = Map.of("allowAccountOfOtherMode", true);

    assertThat(load(Map.of(), Map.of()).allowAccountOfOtherMode()).isFalse();
    assertThat(load(Map.of(), allowing).allowAccountOfOtherMode()).isTrue();
    assertThat(refusal(allowing, Map.of()))
        .isEqualTo(
            "config/common allowAccountOfOtherMode must not be there: it counts in config/paper"
                + " only");
    assertThat(refusal(Map.of(), Map.of("allowAccountOfOtherMode", "true")))
        .isEqualTo(
            doubleQuoted(
                "config/paper allowAccountOfOtherMode is 'true'; it must be true or false"));
    store.set("config/live", Map.of());
    store.set("config/paper", allowing);
    assertThat(Configuration.load(store, TradingMode.LIVE).allowAccountOfOtherMode()).isFalse();
  }

  @Test
  void theIdsOfPaperAccountsBeginWithD() {
    for (String paper : List.of("DU1234567", "DF1234567", "DI1234567")) {
      assertThat(TradingMode.PAPER.fits(paper)).isTrue();
      assertThat(TradingMode.LIVE.fits(paper)).isFalse();
    }
    for (String real : List.of("U1234567", "F1234567", "I1234567")) {
      assertThat(TradingMode.PAPER.fits(real)).isFalse();
      assertThat(TradingMode.LIVE.fits(real)).isTrue();
    }
  }

  @Test
  void contractsToIgnoreAreConIds() {
    assertThat(load(Map.of(), Map.of()).ignoredContracts()).isEmpty();
    assertThat(
            load(
                    Map.of(
                        "ignoredContracts",
                        List.of(756733, Map.of("conId", 265598, "symbol", "AAPL"), "15547816")),
                    Map.of())
                .ignoredContracts())
        .containsExactly(265598, 756733, 15547816);
    for (Object wrong :
        List.of(
            "SPY", List.of("SPY"), List.of(1.5), List.of(-1), List.of(Map.of("symbol", "SPY")))) {
      assertThat(refusal(Map.of("ignoredContracts", wrong), Map.of()))
          .contains(
              doubleQuoted("it must be a list of conIds, such as [756733] or [{'conId': 756733}]"));
    }
    assertThat(load(Map.of(), Map.of()).limits().countParked()).isTrue();
    assertThat(
            load(Map.of("limits", Map.of("countParked", false)), Map.of()).limits().countParked())
        .isFalse();
  }

  @Test
  void contractsOfMarketDataAreRead() {
    Configuration configuration =
        load(
            Map.of(
                "marketData",
                Map.of(
                    "contracts",
                    List.of(
                        Map.of("conId", 756733),
                        Map.of("symbol", "EUR", "secType", "CASH", "currency", "USD")))),
            Map.of());

    assertThat(configuration.marketDataContracts().stream().map(Object::toString).toList())
        .containsExactly("conId 756733", "EUR CASH USD")
        .inOrder();
    assertThat(refusal(Map.of("marketData", Map.of("contracts", "SPY")), Map.of()))
        .contains(
            doubleQuoted(
                "config/common marketData.contracts is 'SPY'; it must be a list of contracts"));
    assertThat(
            refusal(
                Map.of(
                    "marketData",
                    Map.of("contracts", List.of(Map.of("conId", 1), Map.of("ticker", "SPY")))),
                Map.of()))
        .contains("config/common marketData.contracts[1]: unknown field ticker");
  }

  @Test
  void liveHasItsOwnPort() {
    store.set("config/common", Map.of());
    store.set("config/live", Map.of());

    assertThat(Configuration.load(store, TradingMode.LIVE).apiPort()).isEqualTo(4001);
  }

  @Test
  void theModeCoversTheCommonDocumentFieldByField() {
    Configuration configuration =
        load(
            Map.of(
                "apiHost",
                "10.0.0.2",
                "clientId",
                5,
                "exposure",
                Map.of("overall", 1, "strategies", Map.of("a", 0.5))),
            Map.of(
                "clientId",
                7,
                "exposure",
                Map.of("overall", new BigDecimal("0.25"), "strategies", Map.of("b", "0.75"))));

    assertThat(configuration.apiHost()).isEqualTo("10.0.0.2");
    assertThat(configuration.clientId()).isEqualTo(7);
    assertThat(configuration.exposure().overall()).isEqualTo(new BigDecimal("0.25"));
    assertThat(configuration.exposure().strategies()).containsExactly("b", new BigDecimal("0.75"));
    assertThat(configuration.documents()).containsEntry("apiHost", "10.0.0.2");
    assertThat(configuration.documents()).containsEntry("clientId", 7L);
    assertThat(configuration.namesGateway()).isTrue();
  }

  @Test
  void aWholeDoubleIsAWholeNumber() {
    assertThat(load(Map.of("apiPort", 4004.0), Map.of()).apiPort()).isEqualTo(4004);
  }

  @Test
  void aFieldThatHoldsNullIsNotThere() {
    Map<String, Object> common = new HashMap<>();
    common.put("apiPort", null);

    assertThat(load(common, Map.of()).apiPort()).isEqualTo(4002);
  }

  @Test
  void wrongTypesAreRefusedTogetherWithPathAndTypeExpected() {
    assertThat(
            refusal(
                Map.of(
                    "tradingEnabled",
                    "no",
                    "exposure",
                    Map.of("overall", true, "strategies", Map.of("a", "much")),
                    "killSwitchExempt",
                    "ping"),
                Map.of(
                    "apiPort",
                    "4002",
                    "marketDataType",
                    5,
                    "clientId",
                    1.5,
                    "account",
                    12,
                    "adaptivePriority",
                    "Fast",
                    "marketData",
                    List.of())))
        .isEqualTo(
            doubleQuoted(
                "config/common exposure.overall is true; it must be a number; "
                    + "config/common exposure.strategies.a is 'much'; it must be a number; "
                    + "config/common killSwitchExempt is 'ping'; it must be a list of texts; "
                    + "config/common tradingEnabled is 'no'; it must be true or false; "
                    + "config/paper account is 12; it must be text; "
                    + "config/paper adaptivePriority is 'Fast';"
                    + " it must be one of Normal, Patient, Urgent; "
                    + "config/paper apiPort is '4002'; it must be a whole number from 1 to 65535; "
                    + "config/paper clientId is 1.5;"
                    + " it must be a whole number from 0 to 2147483615; "
                    + "config/paper marketData is []; it must be a map with the field contracts; "
                    + "config/paper marketDataType is 5; it must be a whole number from 1 to 4"));
  }

  @Test
  void listsMustHoldTheRightThings() {
    assertThat(refusal(Map.of("killSwitchExempt", Arrays.asList("ping", 1)), Map.of()))
        .isEqualTo("config/common killSwitchExempt is [ping, 1]; it must be a list of texts");
    assertThat(refusal(Map.of("killSwitchExempt", List.of("close-al")), Map.of()))
        .isEqualTo(
            doubleQuoted(
                "config/common killSwitchExempt has 'close-al', which is none of "
                    + String.join(", ", KillSwitch.INTENTS)
                    + "; did you mean close-all?"));
    assertThat(refusal(Map.of("marketData", Map.of("contracts", List.of("SPY"))), Map.of()))
        .isEqualTo(
            "config/common marketData.contracts is [SPY];"
                + " it must be a list of contracts, each a map of its fields");
  }

  @Test
  void missingDocumentsAreNamed() {
    assertThat(
            assertThrows(
                    ConfigurationException.class,
                    () -> Configuration.load(store, TradingMode.PAPER))
                .getMessage())
        .isEqualTo(
            "Critical configuration documents not found: config/paper and config/common;"
                + " both config/common and config/paper must exist, empty if need be");
    store.set("config/common", Map.of());
    assertThat(
            assertThrows(
                    ConfigurationException.class,
                    () -> Configuration.load(store, TradingMode.PAPER))
                .getMessage())
        .startsWith("Critical configuration documents not found: config/paper; ");
  }
}
