package dev.ibintents.trading;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.Document;
import dev.ibintents.store.Fields;
import dev.ibintents.trading.ledger.ContractDocument;
import dev.ibintents.trading.ledger.OrderIdCount;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.Samples;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The small values that orders, runs and books are made of. */
final class SmallRecordsTest {
  private static final CurrencyPair USD_CHF = new CurrencyPair("USD", "CHF");

  @ParameterizedTest
  @CsvSource({"1.50,1.5", "1.000,1", "100,100", "1E+2,100", "-0.10,-0.1", "0.00,0", "0,0"})
  void decimalsHaveOnePlainForm(BigDecimal value, String plain) {
    assertThat(PlainDecimal.of(value)).isEqualTo(new BigDecimal(plain));
  }

  @Test
  void amountsThatAreZeroAreLeftOut() {
    Map<String, BigDecimal> amounts =
        Map.of(
            "b", new BigDecimal("2.50"), "a", new BigDecimal("-1"), "zero", new BigDecimal("0.0"));

    assertThat(PlainDecimal.nonZero(amounts))
        .containsExactly("a", new BigDecimal("-1"), "b", new BigDecimal("2.5"))
        .inOrder();
    assertThrows(
        UnsupportedOperationException.class,
        () -> PlainDecimal.nonZero(amounts).put("c", BigDecimal.ONE));
  }

  @Test
  void sumIsPlain() {
    assertThat(PlainDecimal.sum(List.of(new BigDecimal("1.25"), new BigDecimal("0.75"))))
        .isEqualTo(new BigDecimal("2"));
    assertThat(PlainDecimal.sum(List.of())).isEqualTo(BigDecimal.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-24T04:59:59Z,2026-11-23",
    "2026-11-24T05:00:00Z,2026-11-24",
    "2026-07-01T03:59:59Z,2026-06-30",
    "2026-07-01T04:00:00Z,2026-07-01"
  })
  void brokersDayBeginsAtMidnightInNewYork(Instant instant, LocalDate day) {
    assertThat(BrokerDay.of(instant)).isEqualTo(day);
  }

  @Test
  void correctionsFollowTheVersionsBeforeThem() {
    assertThat(ExecutionVersion.earlier("0000e0d5.65a1.01.01")).isEmpty();
    assertThat(ExecutionVersion.earlier("0000e0d5.65a1.01.02"))
        .containsExactly("0000e0d5.65a1.01.01");
    assertThat(ExecutionVersion.earlier("a.11"))
        .containsExactly(
            "a.01", "a.02", "a.03", "a.04", "a.05", "a.06", "a.07", "a.08", "a.09", "a.10")
        .inOrder();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02", "a.2", "a.123", "a.0b", "a.00"})
  void idWithoutACountHasNoEarlierVersions(String execId) {
    assertThat(ExecutionVersion.earlier(execId)).isEmpty();
  }

  @Test
  void pairHasAnInverseAndIsReadFromItsContract() {
    assertThat(USD_CHF.toString()).isEqualTo("USD.CHF");
    assertThat(USD_CHF.inverse()).isEqualTo(new CurrencyPair("CHF", "USD"));
    Contract contract =
        Contract.builder().symbol("USD").secType("CASH").currency("CHF").exchange("FXCONV").build();
    assertThat(CurrencyPair.of(contract)).isEqualTo(USD_CHF);
    assertThat(CurrencyPair.isPair(contract)).isTrue();
    assertThat(CurrencyPair.isPair(Samples.stock("BUY", "1").contract())).isFalse();
  }

  @Test
  void blankHeadersCountAsNotSent() {
    RunHeaders blank = new RunHeaders(Optional.of(" "), Optional.of(""), Optional.of("\t"));
    RunHeaders sent = new RunHeaders(Optional.of("k"), Optional.of("j"), Optional.of("t"));

    assertThat(blank).isEqualTo(Samples.NO_HEADERS);
    assertThat(sent.idempotencyKey()).hasValue("k");
    assertThat(sent.schedulerJobName()).hasValue("j");
    assertThat(sent.scheduleTime()).hasValue("t");
  }

  @Test
  void contractComesBackFromItsDocumentWithEveryField() {
    Contract option =
        Contract.builder()
            .conId(7)
            .symbol("SPY")
            .secType("OPT")
            .lastTradeDateOrContractMonth("20261218")
            .strike(new BigDecimal("600.5"))
            .right("C")
            .multiplier("100")
            .exchange("SMART")
            .primaryExchange("CBOE")
            .currency("USD")
            .localSymbol("SPY   261218C00600500")
            .tradingClass("SPY")
            .build();
    Map<String, Object> fields = ContractDocument.fields(option);

    assertThat(fields).hasSize(12);
    assertThat(ContractDocument.contract(document(fields))).isEqualTo(option);
  }

  @Test
  void contractsEmptyFieldsAreNotWritten() {
    Contract stock = Samples.stock("BUY", "1").contract();
    Map<String, Object> fields = ContractDocument.fields(stock);

    assertThat(fields.keySet())
        .containsExactly("conId", "symbol", "secType", "exchange", "primaryExchange", "currency");
    assertThat(ContractDocument.contract(document(fields))).isEqualTo(stock);
  }

  private static Fields document(Map<String, Object> fields) {
    return new Document("contracts/one", fields);
  }

  @Test
  void countHasTheIdsBelowTheNextValidOne() {
    OrderIdCount count = new OrderIdCount(1, 5, Instant.EPOCH);

    assertThat(count.has(4)).isTrue();
    assertThat(count.has(5)).isFalse();
    assertThrows(NullPointerException.class, () -> new OrderIdCount(1, 5, null));
  }
}
