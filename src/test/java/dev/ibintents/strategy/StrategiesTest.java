package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDetailsBuilder;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StrategiesTest {
  private static final Map<String, Object> SPY =
      Map.of("symbol", "SPY", "secType", "STK", "exchange", "SMART", "currency", "USD");

  private StrategyDesk desk;

  @BeforeEach
  void open() throws Exception {
    desk = new StrategyDesk();
  }

  @AfterEach
  void close() {
    desk.close();
  }

  private Map<String, String> held(String id, Map<String, ?> fields) {
    return StrategyDesk.byName(Strategies.all().wanted(desk.context(id, fields)).signals());
  }

  private String refusal(String id, Map<String, ?> fields) {
    return assertThrows(NoSignalsException.class, () -> held(id, fields)).reason();
  }

  private static Map<String, Object> weight(Map<String, Object> contract, Object weight) {
    return Map.of("contract", contract, "weight", weight);
  }

  // The table.

  @Test
  void idIsTheKindUnlessTheDocumentNamesAKind() {
    assertThat(StrategyDesk.byName(Strategies.all().wanted(desk.context("dummy")).signals()))
        .containsKey("MNQZ6");
    assertThat(held("gamble", Map.of("kind", "dummy"))).containsKey("MNQZ6");
    assertThat(held("dummy", Map.of("kind", "weights", "weights", List.of()))).isEmpty();
  }

  private static String kinds() {
    return String.join(", ", Strategies.all().names());
  }

  @Test
  void unknownKindIsNamedWithTheKnownKinds() {
    assertThat(refusal("mine", Map.of("kind", "magic")))
        .isEqualTo(
            doubleQuoted(
                "strategies/mine is of the kind 'magic', which does not exist; the kinds are "
                    + kinds()));
    assertThat(refusal("mine", Map.of()))
        .startsWith("strategies/mine does not name its kind; the kinds are");
    assertThat(
            assertThrows(
                    NoSignalsException.class,
                    () -> Strategies.all().wanted(desk.context("mine")).signals())
                .reason())
        .startsWith("there is no document strategies/mine; the kinds are");
  }

  @Test
  void switchedOffStrategyIsSkipped() {
    assertThat(refusal("dummy", Map.of("enabled", false)))
        .isEqualTo("strategies/dummy is not enabled");
  }

  @Test
  void enabledThatIsNoTruthValueIsAnError() {
    assertThat(refusal("dummy", Map.of("enabled", "no")))
        .isEqualTo(doubleQuoted("strategies/dummy enabled is 'no'; it must be true or false"));
  }

  @Test
  void exampleTradesNoRealMoney() {
    InvocationContext live =
        desk.context("dummy", Optional.empty(), TradingMode.LIVE, (contracts, days) -> List.of());

    NoSignalsException e =
        assertThrows(NoSignalsException.class, () -> Strategies.all().wanted(live).signals());

    assertThat(e.reason()).contains("trade no real money");
  }

  @Test
  void strategyThatReturnsNullIsSkipped() {
    Strategies strategies =
        new Strategies(
            List.of(
                new Strategies.Kind(
                    "silent", StrategyKind.Use.ANY_ACCOUNT, () -> context -> null)));

    assertThrows(
        NoSignalsException.class, () -> strategies.wanted(desk.context("silent")).signals());
  }

  /** A kind that declares its fields by reading them. */
  private static final class Reading implements Strategy {
    private BigDecimal days;

    @Override
    public void read(String id, SettingFields settings) {
      days = settings.decimal("days").orElse(BigDecimal.TEN);
    }

    @Override
    public Signals signals(StrategyContext context) {
      throw new NoSignalsException("it has read " + days);
    }
  }

  @Test
  void kindDeclaresItsFieldsByReadingThem() {
    Strategies strategies =
        new Strategies(
            List.of(new Strategies.Kind("mine", StrategyKind.Use.ANY_ACCOUNT, Reading::new)));

    assertThat(
            assertThrows(
                    NoSignalsException.class,
                    () ->
                        strategies
                            .wanted(desk.context("mine", Map.of("days", 20, "x-a", 1)))
                            .signals())
                .reason())
        .isEqualTo("it has read 20");
    assertThat(
            assertThrows(
                    NoSignalsException.class,
                    () ->
                        strategies
                            .wanted(desk.context("mine", Map.of("day", 20, "days", true)))
                            .signals())
                .reason())
        .matches(
            "strategies/mine day is unknown; did you mean days\\?; strategies/mine days is true; it"
                + " must be a number\\. strategies/mine takes days, enabled, kind, .*and fields of"
                + " your own that begin with x-");
    assertThat(strategies.fieldNames("mine"))
        .containsAtLeast("days", "enabled", "kind", "orderProperties", "rebalance")
        .inOrder();
  }

  @Test
  void strategyThatIsOffOrUnreadableIsRefused() {
    Strategies all = Strategies.all();

    assertThat(all.refusal("dummy", Optional.empty())).isEmpty();
    assertThat(all.refusal("dummy", StrategyDesk.document("dummy", Map.of("enabled", false))))
        .hasValue("strategies/dummy is not enabled");
    assertThat(
            all.refusal("dummy", StrategyDesk.document("dummy", Map.of("enable", false)))
                .orElseThrow())
        .startsWith("strategies/dummy enable is unknown; did you mean enabled?");
    assertThat(all.refusal("mine", StrategyDesk.document("mine", Map.of("kind", "weihgts"))))
        .hasValue(
            doubleQuoted(
                "strategies/mine is of the kind 'weihgts', which does not exist; did you mean"
                    + " weights?; the kinds are "
                    + kinds()));
  }

  // dummy

  @Test
  void dummyIsShortFlatAndLong() {
    Set<String> seen = new HashSet<>();
    InvocationContext context = desk.context("dummy");
    Strategy strategy = new DummyStrategy(new Random(7));
    for (int i = 0; i < 50; i++) {
      seen.addAll(StrategyDesk.byName(strategy.signals(context)).values());
    }

    assertThat(seen).containsExactly("-1", "0", "1");
  }

  @Test
  void sameSeedGivesTheSameSignals() {
    InvocationContext context = desk.context("dummy");

    assertThat(new DummyStrategy(new Random(3)).signals(context))
        .isEqualTo(new DummyStrategy(new Random(3)).signals(context));
  }

  // weights

  @Test
  void weightsAreHeldAsWritten() {
    Map<String, Object> fields =
        Map.of(
            "kind",
            "weights",
            "enabled",
            true,
            "weights",
            List.of(
                weight(SPY, "0.6"),
                weight(Map.of("conId", 15547841), new BigDecimal("-0.25")),
                weight(
                    Map.of(
                        "symbol",
                        "MNQ",
                        "secType",
                        "FUT",
                        "exchange",
                        "CME",
                        "series",
                        0,
                        "rolloverDays",
                        2),
                    2)));

    assertThat(held("mix", fields)).containsExactly("SPY", "0.6", "TLT", "-0.25", "MNQZ6", "2");
  }

  @Test
  void manyContractsNeedASingleWait() {
    int waits = desk.gateway().waits();

    held("weights", Map.of("weights", List.of(weight(SPY, 1), weight(Map.of("conId", 265598), 1))));

    assertThat(desk.gateway().waits()).isEqualTo(waits + 1);
  }

  @Test
  void invertedCurrencyPairHasTheOtherSign() {
    Map<String, Object> pair =
        Map.of("symbol", "CHF", "secType", "CASH", "exchange", "IDEALPRO", "currency", "USD");

    assertThat(held("weights", Map.of("weights", List.of(weight(pair, "0.5")))))
        .containsExactly("USD.CHF", "-0.5");
  }

  @Test
  void allFaultsOfWeightsAreNamed() {
    String reason =
        refusal(
            "weights",
            Map.of(
                "weights",
                List.of(
                    weight(Map.of("ticker", "SPY"), "0.6"),
                    Map.of("contract", SPY),
                    weight(SPY, "a lot"),
                    Map.of("contract", SPY, "weight", 1, "signal", 1),
                    "SPY")));

    assertThat(reason).contains("strategies/weights: weights[0].contract: unknown field ticker");
    assertThat(reason).contains("weights[1].weight is missing");
    assertThat(reason).contains("weights[2].weight is the String a lot");
    assertThat(reason).contains("weights[3] has the unknown field signal");
    assertThat(reason).contains("weights[4] is no map");
    assertThat(reason)
        .contains(doubleQuoted("The right form is weights: [{'contract': {'symbol': 'SPY'"));
  }

  @Test
  void weightsNeedADocumentAndAList() {
    assertThat(refusal("weights", Map.of())).contains("weights is missing");
    assertThat(
            assertThrows(
                    NoSignalsException.class,
                    () -> Strategies.all().wanted(desk.context("weights")).signals())
                .reason())
        .isEqualTo("there is no document strategies/weights, and it needs one");
  }

  @Test
  void unknownContractIsNamed() {
    Map<String, Object> unknown = new LinkedHashMap<>(SPY);
    unknown.put("symbol", "NOSUCH");

    assertThat(refusal("weights", Map.of("weights", List.of(weight(unknown, 1), weight(SPY, 1)))))
        .contains("the gateway knows no contract NOSUCH STK SMART USD");
  }

  @Test
  void contractHasASingleSignal() {
    assertThat(
            refusal(
                "weights",
                Map.of("weights", List.of(weight(SPY, 1), weight(Map.of("conId", 756733), 1)))))
        .isEqualTo("two signals are for the same contract, SPY (conId 756733)");
    assertThat(refusal("weights", Map.of("weights", List.of(weight(SPY, 1), weight(SPY, 1)))))
        .isEqualTo("two signals are for the same contract, SPY (conId 756733)");
  }

  // external

  private static Map<String, Object> external(Object updatedAt) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", "external");
    fields.put("updatedAt", updatedAt);
    fields.put("target", List.of(Map.of("contract", SPY, "signal", "0.4")));
    return fields;
  }

  @Test
  void freshTargetIsHeld() {
    assertThat(held("x", external(StrategyDesk.NOW.minusSeconds(180 * 60))))
        .containsExactly("SPY", "0.4");
    assertThat(held("x", external("2026-11-23T09:59:00-05:00"))).containsExactly("SPY", "0.4");
  }

  @Test
  void staleTargetIsSkipped() {
    assertThat(refusal("x", external(StrategyDesk.NOW.minusSeconds(180 * 60 + 1))))
        .isEqualTo(
            "the target of strategies/x is stale: it was updated at 2026-11-23T11:59:59Z, 180"
                + " minutes ago, and is fresh for 180");
  }

  @Test
  void freshMinutesComeFromTheDocument() {
    Map<String, Object> fields = external(StrategyDesk.NOW.minusSeconds(601));
    fields.put("freshMinutes", 10);
    assertThat(refusal("x", fields)).contains("stale");
    fields.put("freshMinutes", 11);
    assertThat(held("x", fields)).containsExactly("SPY", "0.4");
    fields.put("freshMinutes", 0);
    assertThat(refusal("x", fields)).contains("freshMinutes is 0; it must be a whole number");
  }

  @Test
  void targetFromTheFutureIsRefused() {
    assertThat(refusal("x", external(StrategyDesk.NOW.plusSeconds(60))))
        .contains("updatedAt is 2026-11-23T15:01:00Z, which is in the future");
    assertThat(held("x", external(StrategyDesk.NOW.plusSeconds(2)))).isNotEmpty();
  }

  @Test
  void targetOfUnknownAgeIsRefused() {
    assertThat(refusal("x", external("yesterday")))
        .contains(doubleQuoted("updatedAt is 'yesterday'"));
    assertThat(refusal("x", external("2026-11-23T14:59:00"))).contains("it must be a timestamp");
    Map<String, Object> fields = external("");
    fields.remove("updatedAt");
    assertThat(refusal("x", fields)).contains("updatedAt is missing; it must be a timestamp");
  }

  // Signals

  private static ResolvedContract contract(int conId) {
    Contract contract = Contract.builder().conId(conId).localSymbol("X" + conId).build();
    return new ResolvedContract(
        ContractSpec.ofConId(conId),
        new ContractDetailsBuilder(contract).build(),
        contract,
        false,
        BigDecimal.ONE);
  }

  @Test
  void signalsKeepTheirOrder() {
    Signals signals =
        Signals.builder()
            .put(contract(3), BigDecimal.ONE)
            .put(contract(1), BigDecimal.ZERO)
            .put(contract(2), new BigDecimal("-1.50"))
            .build();

    assertThat(signals.byContract().keySet().stream().map(ResolvedContract::conId))
        .containsExactly(3, 1, 2)
        .inOrder();
    assertThat(Signals.none().byContract()).isEmpty();
  }

  @Test
  void signalMustBeAFraction() {
    for (String nonsense : List.of("60", "-20.01", "1e400", "1e-400")) {
      NoSignalsException e =
          assertThrows(
              NoSignalsException.class,
              () -> Signals.of(contract(1), new BigDecimal(nonsense)),
              nonsense);
      assertThat(e.reason()).contains("it must be a fraction of the capital");
    }
    assertThrows(NoSignalsException.class, () -> Signals.of(contract(1), null));
    assertThat(Signals.of(contract(1), new BigDecimal("20")).byContract()).hasSize(1);
  }
}
