package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.UniqueElements;
import org.junit.jupiter.api.Test;

class ContractSpecTest {
  private static JsonObject json(String text) {
    return JsonParser.parseString(doubleQuoted(text)).getAsJsonObject();
  }

  private static ContractSpec spec(String text) {
    return ContractSpec.of(json(text), "contract");
  }

  @Test
  void fieldsHaveTheirTwsNames() {
    ContractSpec spec =
        spec("{'symbol': 'SPY', 'secType': 'STK', 'exchange': 'SMART', 'currency': 'USD'}");

    assertThat(spec).isEqualTo(ContractSpec.stock("SPY"));
    assertThat(spec.toString()).isEqualTo("SPY STK SMART USD");
  }

  @Test
  void aNumberIsEnough() {
    assertThat(spec("{'conId': 756733}")).isEqualTo(ContractSpec.ofConId(756733));
    assertThat(ContractSpec.of(Map.of("conId", 756733L), "x"))
        .isEqualTo(ContractSpec.ofConId(756733));
  }

  @Test
  void aFutureCanBeGivenByItsPlace() {
    ContractSpec spec =
        spec(
            "{'symbol': 'MNQ', 'secType': 'FUT', 'exchange': 'CME', 'series': 1,"
                + " 'rolloverDays': 2}");

    assertThat(spec).isEqualTo(ContractSpec.future("MNQ", "CME", 1, 2));
    assertThat(spec.toString()).isEqualTo("MNQ FUT CME series 1 beyond 2 days");
  }

  @Test
  void decimalsMayBeTextAsTheStoreKeepsThem() {
    ContractSpec spec =
        ContractSpec.of(
            Map.of(
                "symbol",
                "SPY",
                "secType",
                "OPT",
                "strike",
                "612.5",
                "multiplier",
                100L,
                "right",
                "C",
                "lastTradeDateOrContractMonth",
                "20261218"),
            "contract");

    assertThat(spec.contract().strike()).isEqualTo(new BigDecimal("612.5"));
    assertThat(spec.contract().multiplier()).isEqualTo("100");
  }

  @Test
  void aNullFieldIsNotGiven() {
    assertThat(spec("{'conId': 756733, 'exchange': null}")).isEqualTo(ContractSpec.ofConId(756733));
  }

  @Test
  void everythingThatIsWrongIsNamed() {
    Map<String, List<String>> refusals = new LinkedHashMap<>();
    refusals.put("{}", List.of("it names no instrument"));
    refusals.put("{'symbol': 'SPY'}", List.of("it names no instrument"));
    refusals.put(
        "{'conid': 756733, 'ticker': 'SPY'}",
        List.of("unknown field conid", "unknown field ticker", "A contract takes conId, symbol"));
    refusals.put("{'conId': 0}", List.of("conId is 0, it must be a whole number from 1"));
    refusals.put("{'conId': '756733'}", List.of(doubleQuoted("conId is '756733'")));
    refusals.put("{'conId': 1.5}", List.of("conId is 1.5"));
    refusals.put("{'conId': 99999999999}", List.of("conId is 99999999999"));
    refusals.put(
        "{'symbol': 1, 'secType': 'stk'}",
        List.of(
            "symbol is 1, it must be text",
            doubleQuoted("secType is 'stk', it must be one of BOND")));
    refusals.put("{'symbol': 'S\\u0000Y', 'secType': 'STK'}", List.of("symbol is"));
    refusals.put(
        "{'symbol': 'SPY', 'secType': 'STK', 'series': 0}", List.of("series needs secType FUT"));
    refusals.put(
        "{'symbol': 'MNQ', 'secType': 'FUT', 'rolloverDays': 2}",
        List.of("rolloverDays needs series"));
    refusals.put(
        "{'symbol': 'MNQ', 'secType': 'FUT', 'series': -1}",
        List.of("series is -1, it must be a whole number from 0"));
    refusals.put(
        "{'symbol': 'MNQ', 'secType': 'FUT', 'series': 0,"
            + " 'lastTradeDateOrContractMonth': '202612'}",
        List.of("series and lastTradeDateOrContractMonth exclude each other"));
    refusals.put(
        "{'symbol': 'MNQ', 'secType': 'FUT', 'lastTradeDateOrContractMonth': 'DEC'}",
        List.of(
            doubleQuoted("lastTradeDateOrContractMonth is 'DEC', it must be yyyyMM or yyyyMMdd")));
    refusals.put(
        "{'secType': 'STK', 'secId': 'US78462F1030'}",
        List.of("secIdType and secId need each other"));
    refusals.put(
        "{'symbol': 'SPY', 'secType': 'OPT', 'strike': -5, 'right': 'X'}",
        List.of("strike is -5, it must be a number above 0", doubleQuoted("right is 'X'")));
    refusals.put(
        "{'symbol': ['SPY'], 'secType': 'STK'}", List.of(doubleQuoted("symbol is ['SPY']")));

    refusals.forEach(
        (text, expected) -> {
          InvalidContractException e =
              assertThrows(InvalidContractException.class, () -> spec(text), text);
          expected.forEach(part -> assertWithMessage(text).that(e).hasMessageThat().contains(part));
          assertThat(e).hasMessageThat().startsWith("contract: ");
        });
  }

  @Property
  void noFieldWhatsoeverBreaksTheReader(
      @ForAll @UniqueElements List<String> names, @ForAll @IntRange(min = -3, max = 3) int value) {
    Map<String, Object> fields = new LinkedHashMap<>();
    names.forEach(name -> fields.put(name, value));
    if (!names.contains("conId")) {
      assertThrows(InvalidContractException.class, () -> ContractSpec.of(fields, "contract"));
    }
  }
}
