package dev.ibintents.intent.bars;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.Stocks;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How gateways write the dates of bars and of expiries, through the front door. */
@Timeout(60)
final class DatedBarsTest {
  private static final Clock NOW =
      Clock.fixed(Instant.parse("2026-11-23T15:45:00Z"), ZoneOffset.UTC);
  private static final int CONTRACT_DATA = 10;
  private static final int HISTORICAL_DATA = 17;
  private static final int FIRST_BAR = 5;
  private static final int FIELDS_OF_A_BAR = 8;

  @TempDir Path folder;
  private FrontDoor door;
  private FrameProxy proxy;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(NOW).open();
    door.parkHoldings();
    proxy = new FrameProxy(door);
  }

  @AfterEach
  void close() throws Exception {
    door.close();
    proxy.close();
  }

  private void dates(UnaryOperator<String> change) {
    proxy.rewrite(
        HISTORICAL_DATA,
        fields -> {
          for (int i = FIRST_BAR; i < fields.size(); i += FIELDS_OF_A_BAR) {
            fields.set(i, change.apply(fields.get(i)));
          }
        });
  }

  private JsonArray collect(String contracts) throws Exception {
    HttpResponse<String> response =
        door.post(
            "/collect-market-data",
            doubleQuoted("{'contracts':[%s],'duration':'1 M'}".formatted(contracts)));
    answered(200, response);
    return json(response).getAsJsonArray("contracts");
  }

  private static JsonObject entry(JsonArray contracts, int index) {
    return contracts.get(index).getAsJsonObject();
  }

  @ParameterizedTest
  @CsvSource({"UTC, 00:00", "America/New_York, 00:00", "America/New_York, 09:30"})
  void daysThatComeAsEpochSecondsAreTheSameDays(ZoneId zone, LocalTime time) throws Exception {
    JsonObject usual = entry(collect(Stocks.json("SPY")), 0);
    dates(
        text ->
            Long.toString(
                LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                    .atTime(time)
                    .atZone(zone)
                    .toEpochSecond()));

    JsonObject seconds = entry(collect(Stocks.json("SPY")), 0);
    JsonObject other = entry(collect(Stocks.json("IEF")), 0);

    assertThat(seconds.get("failure").isJsonNull()).isTrue();
    assertThat(seconds.get("corrected").getAsInt()).isEqualTo(0);
    assertThat(seconds.get("count")).isEqualTo(usual.get("count"));
    for (String figure : List.of("first", "last", "count", "failure")) {
      assertThat(other.get(figure)).isEqualTo(usual.get(figure));
    }
  }

  @Test
  void aStrategyReadsDaysThatComeAsEpochSeconds() throws Exception {
    door.expose(Map.of("macd", "0.4"));
    door.store().set("strategies/macd", Map.of("kind", "macd"));
    String usual = json(door.get("/allocation?dryRun=true")).get("signals").toString();
    assertThat(usual).contains("SPY");
    dates(
        text ->
            Long.toString(
                LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE)
                    .atStartOfDay(ZoneOffset.UTC)
                    .toEpochSecond()));

    assertThat(json(door.get("/allocation?dryRun=true")).get("signals").toString())
        .isEqualTo(usual);
  }

  @Test
  void aDateThatIsNoneCostsThatBarAndNotTheRequest() throws Exception {
    dates(text -> text.endsWith("12") ? "2026-13-45" : text);

    JsonArray answer = collect(Stocks.json("SPY") + "," + Stocks.json("IEF"));

    for (int i = 0; i < 2; i++) {
      assertThat(entry(answer, i).get("failure").isJsonNull()).isTrue();
      assertThat(entry(answer, i).get("count").getAsInt()).isAtLeast(15);
    }
  }

  @Test
  void anExpiryInAZoneThatIsNotKnownIsReadByItsDay() throws Exception {
    String future =
        "{'symbol':'MNQ','secType':'FUT','exchange':'CME','currency':'USD','series':0,'rolloverDays':2}";
    JsonObject usual = entry(collect(future), 0);
    proxy.rewrite(CONTRACT_DATA, fields -> fields.set(4, fields.get(4) + " 08:30 CST"));

    JsonObject answer = entry(collect(future), 0);

    assertWithMessage(answer.toString()).that(answer.get("failure").isJsonNull()).isTrue();
    assertThat(answer.get("localSymbol")).isEqualTo(usual.get("localSymbol"));
  }
}
