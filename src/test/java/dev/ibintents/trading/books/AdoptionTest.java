package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdoptionTest {
  private static final Set<String> KNOWN = Set.of("a", "b");

  private static Adoption parse(String json) {
    return Adoption.parse(JsonParser.parseString(json).getAsJsonObject(), KNOWN);
  }

  @Test
  void readsNumbersAndTextsExactly() {
    Adoption adoption = parse(doubleQuoted("{'b':{'2':'-0.1','1':10.50},'a':{'1':0,'3':1e2}}"));

    assertThat(adoption.adjustments())
        .containsExactly(
            new Adoption.Adjustment("a", 1, BigDecimal.ZERO),
            new Adoption.Adjustment("a", 3, new BigDecimal("100")),
            new Adoption.Adjustment("b", 1, new BigDecimal("10.5")),
            new Adoption.Adjustment("b", 2, new BigDecimal("-0.1")))
        .inOrder();
    assertThat(adoption.conIds()).containsExactly(1, 2, 3);
  }

  @Test
  void whatItWritesItReads() {
    Adoption adoption = parse(doubleQuoted("{'a':{'1':0.00000001,'2':-100},'b':{'3':1.5}}"));

    assertThat(parse(adoption.toString())).isEqualTo(adoption);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {} | it names no strategy
          {"c":{"1":1}} | unknown strategies c; there are a, b
          {"(by hand)":{"1":1}} | unknown strategies (by hand)
          {"a":{}} | a is {}, it must be an object of quantities by conId
          {"a":[1]} | a is [1], it must be an object of quantities by conId
          {"a":{"0":1}} | a.0 is no conId
          {"a":{"-1":1}} | a.-1 is no conId
          {"a":{"9999999999":1}} | a.9999999999 is no conId
          {"a":{"1":"x"}} | a.1 is "x", it must be an exact decimal
          {"a":{"1":""}} | a.1 is "", it must be an exact decimal
          {"a":{"1":null}} | a.1 is null, it must be an exact decimal
          {"a":{"1":1e999}} | a.1 is 1e999, it must be an exact decimal
          """)
  void refusesWhatCannotBeMeant(String json, String fault) {
    InvalidAdoptionException e =
        assertThrows(InvalidAdoptionException.class, () -> parse(json.trim()));

    assertThat(e).hasMessageThat().contains(fault.trim());
    assertThat(e).hasMessageThat().contains(doubleQuoted("{'strategy': {'conId': quantity}}"));
  }

  @Test
  void namesEverythingThatIsWrongAtOnce() {
    InvalidAdoptionException e =
        assertThrows(
            InvalidAdoptionException.class,
            () -> parse(doubleQuoted("{'c':{'x':1},'a':{'1':'y'}}")));

    assertThat(e).hasMessageThat().contains("unknown strategies c");
    assertThat(e).hasMessageThat().contains("c.x is no conId");
    assertThat(e).hasMessageThat().contains(doubleQuoted("a.1 is 'y'"));
  }

  @Test
  void correctionsOfOneHoldingAddUpAndKeepTheirZeros() {
    Adoption both = parse("{'a':{'2':5,'10':0}}").and(parse("{'a':{'2':-5},'b':{'10':1}}"));

    assertThat(both.toString()).isEqualTo("{'a':{'2':0,'10':0},'b':{'10':1}}".replace('\'', '"'));
    assertThat(both.conIds()).containsExactly(2, 10).inOrder();
    assertThat(both.added()).isEqualTo(Holdings.of(10, Shares.of("b", BigDecimal.ONE)));
  }

  @Test
  void isAddedToWhatIsHeld() {
    Adoption adoption = parse(doubleQuoted("{'a':{'1':5},'b':{'1':-2,'2':4}}"));

    assertThat(
            adoption
                .addedTo(Quantities.of(1, new BigDecimal("-3")).plus(3, BigDecimal.ONE))
                .byContract())
        .containsExactly(2, new BigDecimal("4"), 3, BigDecimal.ONE);
    assertThat(
            adoption.explains(
                List.of(
                    new Difference(1, BigDecimal.ONE, new BigDecimal("4")),
                    new Difference(2, new BigDecimal("-4"), BigDecimal.ZERO))))
        .isTrue();
    assertThat(adoption.explains(List.of(new Difference(1, BigDecimal.ONE, new BigDecimal("4")))))
        .isFalse();
  }

  private static Adoption adoption(String strategy, int conId, String quantity) {
    return Adoption.of(Holdings.of(conId, Shares.of(strategy, new BigDecimal(quantity))));
  }

  @Test
  void twoCorrectionsAreAddedUpByStrategyAndContract() {
    Adoption both =
        adoption("b", 1, "2")
            .and(adoption("a", 1, "5"))
            .and(adoption("b", 1, "3"))
            .and(adoption("b", 2, "-1"));

    assertThat(both.toString()).isEqualTo(doubleQuoted("{'a':{'1':5},'b':{'1':5,'2':-1}}"));
    assertThat(both.conIds()).containsExactly(1, 2);
  }

  @Test
  void correctionExplainsDifferencesOnlyIfItEqualsThem() {
    Adoption correction = adoption("a", 1, "2").and(adoption("b", 1, "3"));
    Difference five = new Difference(1, BigDecimal.ZERO, new BigDecimal("5"));
    Difference other = new Difference(2, BigDecimal.ZERO, BigDecimal.ONE);

    assertThat(correction.explains(List.of(five))).isTrue();
    assertThat(correction.explains(List.of(five, other))).isFalse();
    assertThat(correction.explains(List.of())).isFalse();
  }
}
