package dev.ibintents.intent.bars;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.ibintents.ibapi.BarSize;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.HistoricalBar;
import dev.ibintents.ibapi.WhatToShow;
import dev.ibintents.marketdata.Holes;
import dev.ibintents.marketdata.Series;
import dev.ibintents.marketdata.SeriesContract;
import dev.ibintents.marketdata.SeriesIndex;
import dev.ibintents.store.StoreUnavailableException;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class BarsAnswerTest {
  private static final HistoricalBar BAR =
      new HistoricalBar(
          Optional.empty(),
          Optional.of(Instant.parse("2026-11-20T14:30:00Z")),
          new BigDecimal("1.15805"),
          new BigDecimal("1E+2"),
          new BigDecimal("0.0000001"),
          new BigDecimal("-37.63"),
          Optional.empty(),
          Optional.empty(),
          Optional.of(7));

  private static final Deadline LONG = Deadline.in(Duration.ofHours(1));
  private static final Deadline PASSED = Deadline.in(Duration.ZERO);

  private static String written(StreamedAnswer answer) throws IOException {
    StringWriter out = new StringWriter();
    answer.write(out, () -> "2026-11-23T15:00:00Z");
    return out.toString();
  }

  /** Two bars, and then the store is gone. */
  private static Iterator<HistoricalBar> breaking() {
    Iterator<HistoricalBar> two = List.of(BAR, BAR).iterator();
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return true;
      }

      @Override
      public HistoricalBar next() {
        if (!two.hasNext()) {
          throw new StoreUnavailableException(doubleQuoted("the 'store' is gone"));
        }
        return two.next();
      }
    };
  }

  @Test
  void csvIsExactAndLeavesOutWhatHasNoMeaning() throws Exception {
    StreamedAnswer csv = BarsAnswer.csv(List.of(BAR).iterator(), LONG);

    assertThat(written(csv))
        .isEqualTo(
            "time,open,high,low,close,volume,average,barCount\r\n"
                + "2026-11-20T14:30:00Z,1.15805,100,0.0000001,-37.63,,,7\r\n");
    assertThat(csv.contentType()).startsWith("text/csv");
  }

  @Test
  void csvThatBreaksOffDoesNotPassForWhole() throws Exception {
    assertThat(written(BarsAnswer.csv(breaking(), LONG)))
        .endsWith(
            doubleQuoted(
                ",-37.63,,,7\r\nerror,'StoreUnavailableException: the ''store'' is gone'\r\n"));
  }

  @Test
  void jsonThatBreaksOffSaysSo() throws Exception {
    JsonObject json =
        JsonParser.parseString(written(BarsAnswer.json(spy(), breaking(), LONG))).getAsJsonObject();

    assertThat(json.getAsJsonArray("bars")).hasSize(2);
    assertThat(json.get("error").getAsString())
        .isEqualTo(doubleQuoted("StoreUnavailableException: the 'store' is gone"));
    assertThat(json.get("utcTimestamp").getAsString()).isEqualTo("2026-11-23T15:00:00Z");
  }

  @Test
  void jsonIsOneObjectAndALine() throws Exception {
    String json = written(BarsAnswer.json(spy(), List.of(BAR, BAR).iterator(), LONG));

    assertThat(json).endsWith("}\n");
    assertThat(json)
        .contains(
            doubleQuoted(
                "'bars':[{'time':'2026-11-20T14:30:00Z','open':1.15805,'high':100,"
                    + "'low':0.0000001,'close':-37.63,'volume':null,'average':null,"
                    + "'barCount':7},{'time'"));
    assertThat(JsonParser.parseString(json).getAsJsonObject().get("whatToShow").getAsString())
        .isEqualTo("TRADES");
  }

  @Test
  void jsonLinesAreAnObjectForEachBar() throws Exception {
    StreamedAnswer lines = BarsAnswer.jsonLines(List.of(BAR, BAR).iterator(), LONG);
    String bar =
        doubleQuoted(
            "{'time':'2026-11-20T14:30:00Z','open':1.15805,'high':100,'low':0.0000001,"
                + "'close':-37.63,'volume':null,'average':null,'barCount':7}\n");

    assertThat(written(lines)).isEqualTo(bar + bar);
    assertThat(lines.contentType()).isEqualTo("application/x-ndjson");
    assertThat(written(BarsAnswer.jsonLines(breaking(), LONG)))
        .isEqualTo(
            doubleQuoted(
                bar + bar + "{'error':'StoreUnavailableException: the \\'store\\' is gone'}\n"));
  }

  @Test
  void whatIsNotWrittenInTimeIsSaid() throws Exception {
    String why =
        "AnswerCutOffException: not all bars were written within 0 s (TIMEOUT_SECONDS); ask for the"
            + " rest with from 2026-11-20T14:30:00Z";
    JsonObject json =
        JsonParser.parseString(written(BarsAnswer.json(spy(), List.of(BAR).iterator(), PASSED)))
            .getAsJsonObject();

    assertThat(json.getAsJsonArray("bars")).isEmpty();
    assertThat(json.get("error").getAsString()).isEqualTo(why);
    assertThat(written(BarsAnswer.csv(List.of(BAR).iterator(), PASSED)))
        .endsWith(doubleQuoted("barCount\r\nerror,'" + why + "'\r\n"));
    assertThat(written(BarsAnswer.jsonLines(List.of(BAR).iterator(), PASSED)))
        .isEqualTo(doubleQuoted("{'error':'" + why + "'}\n"));
  }

  private static SeriesIndex spy() {
    return new SeriesIndex(
        new Series(756733, BarSize.MINUTE, WhatToShow.TRADES, true),
        new SeriesContract(
            756733, "SPY", "STK", "SMART", "ARCA", "USD", "SPY", ZoneId.of("US/Eastern")),
        0,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        false,
        new TreeSet<>(),
        Holes.NONE,
        List.of());
  }
}
