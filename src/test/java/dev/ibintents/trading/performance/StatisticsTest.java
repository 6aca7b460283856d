package dev.ibintents.trading.performance;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.trading.performance.DailyReturns.MonthReturn;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The statistics against figures that a script of another language has computed. */
final class StatisticsTest {
  private static final double EXACT = 1e-9;
  private static final LocalDate SINCE = LocalDate.parse("2026-11-01");

  private static Stream<JsonObject> vectors(String name) throws IOException {
    try (InputStream in = StatisticsTest.class.getResourceAsStream("/vectors/statistics.json")) {
      return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .getAsJsonObject()
          .getAsJsonArray(name)
          .asList()
          .stream()
          .map(JsonElement::getAsJsonObject);
    }
  }

  static Stream<JsonObject> series() throws IOException {
    return vectors("series");
  }

  static Stream<JsonObject> rates() throws IOException {
    return vectors("rates");
  }

  private static DailyReturns returns(JsonObject vector, String name) {
    JsonArray days = vector.getAsJsonArray("days");
    JsonArray values = vector.getAsJsonArray(name);
    List<DayReturn> returns = new ArrayList<>();
    for (int i = 0; i < days.size(); i++) {
      returns.add(
          new DayReturn(LocalDate.parse(days.get(i).getAsString()), values.get(i).getAsDouble()));
    }
    return new DailyReturns(LocalDate.parse(vector.get("since").getAsString()), returns);
  }

  static DailyReturns daily(double... values) {
    List<DayReturn> returns = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      returns.add(new DayReturn(SINCE.plusDays(i + 1), values[i]));
    }
    return new DailyReturns(SINCE, returns);
  }

  private static <T> T value(Figure<T> figure) {
    return figure.value().orElseThrow(() -> new AssertionError(figure.why()));
  }

  @ParameterizedTest
  @MethodSource("series")
  void figuresAreThoseOfTheScript(JsonObject vector) {
    DailyReturns daily = returns(vector, "returns");
    DailyReturns benchmark = returns(vector, "benchmark");
    RiskFreeRate riskFree = new RiskFreeRate(vector.get("riskFree").getAsDouble());
    JsonObject expected = vector.getAsJsonObject("expected");
    require(expected, "timeWeightedReturn", daily.timeWeighted());
    require(expected, "cagr", daily.growthPerYear());
    require(expected, "volatility", daily.volatility());
    require(expected, "sharpe", daily.sharpe(riskFree));
    require(expected, "sortino", daily.sortino(riskFree));
    require(expected, "calmar", daily.calmar());
    require(expected, "winningDays", daily.winningDays());
    require(expected, "beta", daily.beta(benchmark));
    require(expected, "correlation", daily.correlation(benchmark));
    requireDated(expected, "bestDay", value(daily.bestDay()));
    requireDated(expected, "worstDay", value(daily.worstDay()));
    requireDated(expected, "bestMonth", value(daily.bestMonth()));
    requireDated(expected, "worstMonth", value(daily.worstMonth()));
  }

  private static void require(JsonObject expected, String name, Figure<Double> figure) {
    double wanted = expected.get(name).getAsDouble();
    assertWithMessage(name)
        .that(value(figure))
        .isWithin(EXACT * Math.max(1, Math.abs(wanted)))
        .of(wanted);
  }

  private static void requireDated(JsonObject expected, String name, DayReturn found) {
    assertWithMessage(name).that(found.day().toString()).isEqualTo(date(expected, name));
    assertWithMessage(name).that(found.value()).isWithin(EXACT).of(figure(expected, name));
  }

  private static void requireDated(JsonObject expected, String name, MonthReturn found) {
    assertWithMessage(name).that(found.month().toString()).isEqualTo(date(expected, name));
    assertWithMessage(name).that(found.value()).isWithin(EXACT).of(figure(expected, name));
  }

  private static String date(JsonObject expected, String name) {
    return expected.getAsJsonArray(name).get(0).getAsString();
  }

  private static double figure(JsonObject expected, String name) {
    return expected.getAsJsonArray(name).get(1).getAsDouble();
  }

  @ParameterizedTest
  @MethodSource("series")
  void theLargestFallHasItsDates(JsonObject vector) {
    JsonObject expected = vector.getAsJsonObject("expected").getAsJsonObject("maxDrawdown");
    Drawdown found = value(returns(vector, "returns").maxDrawdown());
    assertThat(found.depth()).isWithin(EXACT).of(expected.get("depth").getAsDouble());
    assertThat(found.peak().toString()).isEqualTo(expected.get("peak").getAsString());
    assertThat(found.trough().toString()).isEqualTo(expected.get("trough").getAsString());
    assertThat(found.recovered().map(LocalDate::toString))
        .isEqualTo(
            Optional.of(expected.get("recovered"))
                .filter(day -> !day.isJsonNull())
                .map(JsonElement::getAsString));
  }

  @ParameterizedTest
  @MethodSource("rates")
  void moneyWeightedRatesAreThoseOfTheScript(JsonObject vector) {
    List<DatedFlow> flows = new ArrayList<>();
    vector
        .getAsJsonArray("flows")
        .forEach(
            flow ->
                flows.add(
                    new DatedFlow(
                        LocalDate.parse(flow.getAsJsonArray().get(0).getAsString()),
                        flow.getAsJsonArray().get(1).getAsDouble())));
    assertThat(value(InternalRate.of(flows))).isWithin(1e-8).of(vector.get("rate").getAsDouble());
  }

  private static DatedFlow flow(String day, double amount) {
    return new DatedFlow(LocalDate.parse(day), amount);
  }

  @Test
  void paymentsInOneDirectionHaveNoRate() {
    assertThat(InternalRate.of(List.of(flow("2026-01-01", -100), flow("2026-12-31", -100))).why())
        .isEqualTo("without money paid in and money got back there is no rate");
  }

  @Test
  void paymentsThatNoRateFitsHaveNone() {
    assertThat(
            InternalRate.of(
                    List.of(
                        flow("2024-01-01", 100), flow("2025-01-01", -150), flow("2026-01-01", 100)))
                .why())
        .isEqualTo("no rate fits the payments");
  }

  @Test
  void paymentsThatSeveralRatesFitHaveNone() {
    // −100 + 230 ÷ g − 132 ÷ g² is 0 for g = 1.1 and for g = 1.2.
    assertThat(
            InternalRate.of(
                    List.of(
                        flow("2025-01-01", -100),
                        flow("2026-01-01", 230),
                        flow("2027-01-01", -132)))
                .why())
        .isEqualTo("several rates fit the payments, because they change sides repeatedly");
  }

  @Test
  void aWeekIsTooShortForARateOfAYear() {
    assertThat(InternalRate.of(List.of(flow("2026-01-01", -100), flow("2026-01-08", 101))).why())
        .isEqualTo("7 calendar days are too few to speak of a year; at least 28 are needed");
    assertThat(daily(0.01, 0.02).growthPerYear().why())
        .isEqualTo("2 calendar days are too few to speak of a year; at least 28 are needed");
  }

  @Test
  void noReturnsGiveNoFigureButReasons() {
    DailyReturns none = daily();
    for (Figure<?> figure :
        List.of(
            none.timeWeighted(),
            none.growthPerYear(),
            none.volatility(),
            none.sharpe(new RiskFreeRate(0)),
            none.sortino(new RiskFreeRate(0)),
            none.maxDrawdown(),
            none.calmar(),
            none.bestDay(),
            none.worstDay(),
            none.bestMonth(),
            none.worstMonth(),
            none.winningDays(),
            none.beta(none),
            none.correlation(none))) {
      assertThat(figure.value()).isEqualTo(Optional.empty());
      assertThat(figure.why()).isNotEmpty();
    }
  }

  @Test
  void nineDaysAreTooFewForASpread() {
    double[] nine = DoubleStream.iterate(0.01, value -> -value).limit(9).toArray();
    assertThat(daily(nine).volatility().why())
        .isEqualTo("9 daily returns are too few; at least 10 are needed");
    assertThat(daily(nine).beta(daily(nine)).why())
        .isEqualTo("9 days with a return of both are too few; at least 10 are needed");
  }

  @Test
  void aConstantReturnHasNoSharpeRatio() {
    double[] constant = DoubleStream.generate(() -> 0.001).limit(30).toArray();
    assertThat(daily(constant).sharpe(new RiskFreeRate(0)).why())
        .isEqualTo("the returns do not vary");
    assertThat(daily(constant).sortino(new RiskFreeRate(0)).why())
        .isEqualTo("no day's return is below the risk-free rate");
    assertThat(daily(constant).calmar().why()).isEqualTo("the value never fell below its peak");
    assertThat(daily(constant).beta(daily(constant)).why())
        .isEqualTo("the benchmark does not vary");
    assertThat(value(daily(constant).maxDrawdown()).depth()).isEqualTo(0.0);
  }

  @Test
  void aLossLargerThanTheCapitalDoesNotCompound() {
    DailyReturns ruined = daily(0.1, -1.5, 0.2);
    assertThat(ruined.timeWeighted().why())
        .isEqualTo(
            "on 2026-11-03 the loss was larger than the capital, so returns do not compound");
    assertThat(ruined.maxDrawdown().value()).isEqualTo(Optional.empty());
    assertThat(ruined.bestMonth().value()).isEqualTo(Optional.empty());
  }

  @Test
  void aTotalLossIsANumber() {
    assertThat(value(daily(0.1, -1, 0.2).timeWeighted())).isEqualTo(-1.0);
    assertThat(value(daily(0.1, -1, 0.2).maxDrawdown()).depth()).isEqualTo(-1.0);
  }

  @Test
  void aFallFromTheBeginningHasTheBeginningAsItsPeak() {
    Drawdown fall = value(daily(-0.1, 0.05, -0.02).maxDrawdown());
    assertThat(fall.peak()).isEqualTo(SINCE);
    assertThat(fall.trough()).isEqualTo(SINCE.plusDays(1));
    assertThat(fall.recovered()).isEqualTo(Optional.empty());
  }

  @Test
  void theRiskFreeRateIsARateOfAYear() {
    double rate = new RiskFreeRate(0.04).perTradingDay();
    assertThat(Math.pow(1 + rate, 252)).isWithin(EXACT).of(1.04);
  }
}
