package dev.ibintents.intent.bars;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.FrameProxy;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Days without bars between others: they are asked for again, and not for ever. */
@Timeout(120)
final class HolesTest {
  private static final int ERROR = 4;
  private static final int HISTORICAL_DATA = 17;
  private static final int COUNT = 4;
  private static final int FIRST_BAR = 5;
  private static final int FIELDS_OF_A_BAR = 8;
  private static final String DAY = "20261105";
  private static final String HOLE =
      doubleQuoted("[{'from':'2026-11-05','to':'2026-11-05','days':1}]");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:45:00Z"));
  private final AtomicInteger requests = new AtomicInteger();
  private FrontDoor door;
  private FrameProxy proxy;
  private volatile Consumer<List<String>> change = fields -> {};

  @BeforeEach
  void open() throws Exception {
    door =
        FrontDoor.in(folder)
            .clock(clock)
            .variable("TIMEOUT_SECONDS", "60")
            .gateway(
                options ->
                    options.onRequest(
                        (client, number, request) -> {
                          if (request instanceof ReqHistoricalData) {
                            requests.incrementAndGet();
                          }
                        }))
            .open();
    proxy = new FrameProxy(door);
    proxy.rewrite(HISTORICAL_DATA, fields -> change.accept(fields));
  }

  @AfterEach
  void close() throws Exception {
    door.close();
    proxy.close();
  }

  /** Takes the bars of one day out of an answer. */
  private static void withoutTheDay(List<String> fields) {
    List<String> left = new ArrayList<>(fields.subList(0, FIRST_BAR));
    for (int i = FIRST_BAR; i + FIELDS_OF_A_BAR <= fields.size(); i += FIELDS_OF_A_BAR) {
      if (!isOfTheDay(fields.get(i))) {
        left.addAll(fields.subList(i, i + FIELDS_OF_A_BAR));
      }
    }
    left.set(COUNT, Integer.toString((left.size() - FIRST_BAR) / FIELDS_OF_A_BAR));
    fields.clear();
    fields.addAll(left);
  }

  /** A date, or epoch seconds. */
  private static boolean isOfTheDay(String time) {
    return time.length() == DAY.length()
        ? time.equals(DAY)
        : LocalDate.ofInstant(Instant.ofEpochSecond(Long.parseLong(time)), ZoneId.of("US/Eastern"))
            .equals(LocalDate.parse(DAY, DateTimeFormatter.BASIC_ISO_DATE));
  }

  private JsonObject collect(String symbol, String barSize) throws Exception {
    requests.set(0);
    HttpResponse<String> response =
        door.post(
            "/collect-market-data",
            """
            {"contracts":[{"symbol":"%s","secType":"STK","exchange":"SMART","currency":"USD"}],
             "barSize":"%s","duration":"3 W"}
            """
                .formatted(symbol, barSize));
    answered(200, response);
    JsonObject entry = json(response).getAsJsonArray("contracts").get(0).getAsJsonObject();
    assertWithMessage(response.body()).that(entry.get("failure").isJsonNull()).isTrue();
    return entry;
  }

  private static void assertLists(JsonObject entry, String gaps, String confirmed) {
    assertThat(entry.get("gaps").toString()).isEqualTo(gaps);
    assertThat(entry.get("confirmedEmpty").toString()).isEqualTo(confirmed);
  }

  private int barsOfTheDay(String symbol, String barSize) throws Exception {
    HttpResponse<String> response =
        door.post(
            "/market-data",
            doubleQuoted("{'contract':'%s','barSize':'%s','from':'2026-11-05','to':'2026-11-05'}")
                .formatted(symbol, barSize));
    answered(200, response);
    return json(response).getAsJsonArray("bars").size();
  }

  @ParameterizedTest
  @CsvSource({"1 day", "1 hour", "5 mins", "1 min"})
  void aHoleIsFilledByTheNextCollection(String barSize) throws Exception {
    collect("IEF", barSize);
    change = HolesTest::withoutTheDay;
    assertLists(collect("SPY", barSize), HOLE, "[]");
    change = fields -> {};

    JsonObject filled = collect("SPY", barSize);

    assertLists(filled, "[]", "[]");
    assertThat(filled.get("added").getAsInt()).isAtLeast(1);
    assertThat(barsOfTheDay("SPY", barSize)).isAtLeast(1);
    assertThat(barsOfTheDay("SPY", barSize)).isEqualTo(barsOfTheDay("IEF", barSize));
    collect("SPY", barSize);
    assertThat(requests.get()).isEqualTo(1);
  }

  @Test
  void aHoleThatTheBrokerConfirmsIsNotAskedForAgain() throws Exception {
    collect("IEF", "1 day");
    change = HolesTest::withoutTheDay;
    assertLists(collect("SPY", "1 day"), HOLE, "[]");

    assertLists(collect("SPY", "1 day"), "[]", HOLE);
    assertThat(requests.get()).isEqualTo(2);

    assertLists(collect("SPY", "1 day"), "[]", HOLE);
    assertThat(requests.get()).isEqualTo(1);
    clock.advance(Duration.ofDays(1));
    assertLists(collect("SPY", "1 day"), "[]", HOLE);
    assertThat(requests.get()).isEqualTo(1);
  }

  @Test
  void aHoleThatIsRefusedIsAskedForOnceADay() throws Exception {
    collect("IEF", "1 day");
    change = HolesTest::withoutTheDay;
    assertLists(collect("SPY", "1 day"), HOLE, "[]");
    change = fields -> refuse(fields, 2);

    assertLists(collect("SPY", "1 day"), HOLE, "[]");
    assertThat(requests.get()).isEqualTo(2);
    change = fields -> {};
    assertLists(collect("SPY", "1 day"), HOLE, "[]");
    assertThat(requests.get()).isEqualTo(1);

    clock.advance(Duration.ofDays(1));
    assertLists(collect("SPY", "1 day"), "[]", "[]");
  }

  /** Makes an answer a refusal, if it is to the request of this number. */
  private void refuse(List<String> fields, int number) {
    if (requests.get() == number) {
      String reqId = fields.get(1);
      fields.clear();
      fields.addAll(List.of(Integer.toString(ERROR), "2", reqId, "321", "no", ""));
    }
  }
}
