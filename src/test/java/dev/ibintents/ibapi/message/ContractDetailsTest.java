package dev.ibintents.ibapi.message;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.wire.FieldReader;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractDetailsTest {
  private static final int VERSION = 178;

  @ParameterizedTest
  @CsvSource({
    "20261218, 20261218, ''",
    "20240402-17:10:00, 20240402, 17:10:00",
    "20250620 08:30 US/Eastern, 20250620, 08:30",
    "20250620-08:30-US/Eastern, 20250620, 08:30",
    "'', '', ''",
  })
  void lastTradeIsSplitIntoDateAndTimeAndItsTextIsKept(String text, String date, String time) {
    Contract contract = Contract.builder().symbol("MNQ").strike(BigDecimal.ZERO).build();
    ContractDetails sent =
        new ContractDetailsBuilder(contract).lastTrade(text).timeZoneId("US/Central").build();
    ContractDetails details = readBack(sent);

    assertThat(details.lastTrade()).isEqualTo(text);
    assertThat(details.contract().lastTradeDateOrContractMonth()).isEqualTo(date);
    assertThat(details.lastTradeTime()).isEqualTo(time);
  }

  @Test
  void missingLastTradeIsTheContractsDate() {
    Contract contract =
        Contract.builder().strike(BigDecimal.ZERO).lastTradeDateOrContractMonth("20261218").build();
    ContractDetails sent =
        new ContractDetailsBuilder(contract).secIdList(List.of(new TagValue("ISIN", "X"))).build();

    assertThat(sent.lastTrade()).isEqualTo("20261218");
    assertThat(readBack(sent)).isEqualTo(sent);
  }

  private static ContractDetails readBack(ContractDetails details) {
    byte[] body = WireFields.body(new ContractData(1, details).frame(VERSION));
    return ((ContractData) Responses.read(FieldReader.of(body, VERSION)).orElseThrow()).details();
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "'', 1, 1",
        "2, 0, 2",
        "5000, 100, 50",
        "' 10 ', 1, 10",
        "x, 1, none",
        "10, 3, none"
      })
  void valueOfOnePointIsTheMultiplierDividedByTheMagnifier(
      String multiplier, int magnifier, BigDecimal expected) {
    Contract contract = Contract.builder().multiplier(multiplier).build();
    ContractDetails details =
        new ContractDetailsBuilder(contract).priceMagnifier(magnifier).build();

    assertThat(details.valueOfOnePoint()).isEqualTo(Optional.ofNullable(expected));
  }
}
