package dev.ibintents.intent.reconciliation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.Bench.SPY;
import static dev.ibintents.bench.Bench.list;
import static dev.ibintents.bench.Bench.texts;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What belongs to no strategy and is to stay: parked holdings, and contracts to ignore. The
 * simulated account begins with 300 SPY, 100 GLD, 40 AAPL and 2 of the front MNQ future, and the
 * books with nothing.
 */
@Timeout(60)
final class ParkedTest {
  private static final String HOLDINGS = "positions/paper/holdings/";
  private static final int GLD = 51529211;
  private static final int AAPL = 265598;

  /** All but the SPY. */
  private static final String OTHERS = doubleQuoted("'others':{'51529211':100,'265598':40,'%d':2}");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:00:00Z"));
  private FrontDoor door;
  private Bench bench;
  private int mnq;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).open();
    bench = new Bench(door, clock);
    bench.books().holdings().strategies().forEach(id -> door.store().delete(HOLDINGS + id));
    mnq = door.gateway().universe().frontFuture("MNQ").conId();
    bench.expose(Map.of("growth", "0.4", "others", "0"));
    bench.strategy("growth", Map.of("SPY", "0.6"));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private HttpResponse<String> adopt(String corrections) throws Exception {
    return door.post(
        "/trade-reconciliation", doubleQuoted("{'adopt':{" + corrections.formatted(mnq) + "}}"));
  }

  private void parkTheSpy() throws Exception {
    bench.failed(200, adopt(doubleQuoted("'parked':{'756733':300}," + OTHERS)));
  }

  private void configure(String field, Object value) {
    door.store().update("config/common", Map.of(field, value));
  }

  private BigDecimal parked(int conId) {
    return bench.books().holdings().of("parked").byContract().get(conId);
  }

  private static BigDecimal decimal(int number) {
    return BigDecimal.valueOf(number);
  }

  @Test
  void parkedHoldingsAreOnRecordAndCountInTheComparison() throws Exception {
    bench.failed(500, door.post("/trade-reconciliation", "{}"));

    JsonObject adopted =
        bench.failed(200, adopt(doubleQuoted("'parked':{'756733':300}," + OTHERS)));

    assertThat(adopted.getAsJsonObject("adopted").getAsJsonObject("corrections").keySet())
        .containsExactly("others", "parked");
    assertThat(adopted.getAsJsonObject("holdings").getAsJsonObject("parked").get("SPY").getAsInt())
        .isEqualTo(300);
    assertThat(list(bench.reconciled(), "differences")).isEmpty();
    assertThat(parked(SPY)).isEqualTo(decimal(300));
    // It is taken away in the same way, here to give it to a strategy.
    bench.failed(
        200,
        door.post(
            "/trade-reconciliation",
            doubleQuoted("{'adopt':{'parked':{'756733':-100},'growth':{'756733':100}}}")));
    assertThat(parked(SPY)).isEqualTo(decimal(200));
    bench.requireMatch();
  }

  @Test
  void aParkingThatDoesNotMatchTheAccountIsRefused() throws Exception {
    HttpResponse<String> response = adopt(doubleQuoted("'parked':{'756733':299}," + OTHERS));

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response)).startsWith("AdoptionRefusedException: ");
    assertThat(bench.books().holdings().strategies()).isEmpty();
  }

  @Test
  void anAllocationTradesBesideWhatIsParked() throws Exception {
    parkTheSpy();

    JsonObject answer = bench.ok("/allocation", "{}");

    BigDecimal target =
        answer
            .getAsJsonObject("targetPositions")
            .getAsJsonObject("growth")
            .get("SPY")
            .getAsBigDecimal();
    assertThat(list(answer, "orders")).hasSize(1);
    assertThat(list(answer, "orders").get(0).get("totalQuantity").getAsBigDecimal())
        .isEqualTo(target);
    bench.awaitFilled();
    bench.reconciled();
    assertThat(parked(SPY)).isEqualTo(decimal(300));
    assertThat(bench.owned().get(SPY)).isEqualTo(target.add(decimal(300)));
  }

  @Test
  void nobodyIsCalledParked() throws Exception {
    parkTheSpy();
    for (String intent : List.of("/allocation", "/close-all")) {
      HttpResponse<String> named = door.post(intent, doubleQuoted("{'strategies':['parked']}"));
      assertThat(named.statusCode()).isEqualTo(400);
      assertThat(error(named)).contains("unknown strategies parked; there are ");
    }
    bench.expose(Map.of("parked", "0.4"));

    HttpResponse<String> exposed = door.post("/allocation", "{}");

    assertThat(exposed.statusCode()).isEqualTo(500);
    assertThat(error(exposed))
        .contains(
            "config/common exposure.strategies.parked must not be there: holdings of that name are"
                + " never traded");
  }

  @Test
  void theWholeAccountIsClosedButForWhatIsParked() throws Exception {
    bench.failed(
        200, adopt(doubleQuoted("'parked':{'756733':100},'growth':{'756733':200}," + OTHERS)));

    JsonObject answer = bench.ok("/close-all", "{}");

    assertThat(texts(answer, "warnings")).containsExactly("SPY: 100 is parked, and stays");
    assertThat(bench.owned()).containsExactly(SPY, decimal(100));
    bench.reconciled();
    assertThat(bench.books().holdings().strategies()).containsExactly("parked");
    JsonObject again = json(bench.postWithKey("/close-all", "again", "{}"));
    assertThat(list(again, "orders")).isEmpty();
    assertThat(list(again, "trades")).isEmpty();
    assertThat(parked(SPY)).isEqualTo(decimal(100));
  }

  @Test
  void aParkedHoldingThatIsSoldByHandIsNotBoughtBack() throws Exception {
    parkTheSpy();
    door.gateway()
        .tws()
        .trade(
            bench.spy(), decimal(-120), door.gateway().prices().mark(bench.spy(), clock.instant()));

    JsonObject answer = bench.ok("/close-all", "{}");

    assertThat(bench.owned()).containsExactly(SPY, decimal(180));
    assertThat(texts(answer, "warnings"))
        .containsExactly(
            "SPY: by the books the strategies hold 300 together, by the broker the account holds"
                + " 180; what is parked of it stays as it is",
            "SPY: 300 is parked, and stays");
    bench.failed(500, door.post("/trade-reconciliation", "{}"));
    bench.failed(
        200,
        door.post("/trade-reconciliation", doubleQuoted("{'adopt':{'parked':{'756733':-120}}}")));
    bench.requireMatch();
  }

  @Test
  void limitsOnExposureCountWhatIsParkedUnlessToldOtherwise() throws Exception {
    parkTheSpy();
    configure("limits", Map.of("largestPositionValue", 200_000));
    List<String> counted =
        texts(bench.ok("/allocation", doubleQuoted("{'dryRun':true}")), "limits");
    configure("limits", Map.of("largestPositionValue", 200_000, "countParked", false));

    List<String> uncounted =
        texts(bench.ok("/allocation", doubleQuoted("{'dryRun':true}")), "limits");

    assertThat(counted).hasSize(1);
    assertThat(counted.get(0)).contains("SPY after the run would be worth ");
    assertThat(uncounted).isEmpty();
  }

  @Test
  void anIgnoredContractIsNotCompared() throws Exception {
    configure("ignoredContracts", List.of(SPY, Map.of("conId", GLD)));

    JsonObject answer = bench.failed(200, adopt(doubleQuoted("'others':{'265598':40,'%d':2}")));

    assertThat(list(answer, "differences")).isEmpty();
    assertThat(answer.getAsJsonObject("ignored").toString())
        .isEqualTo(doubleQuoted("{'GLD':100,'SPY':300}"));
    HttpResponse<String> refused =
        door.post("/trade-reconciliation", doubleQuoted("{'adopt':{'parked':{'756733':300}}}"));
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(error(refused))
        .isEqualTo(
            "InvalidAdoptionException: nothing was adopted: ignoredContracts of the configuration"
                + " has [756733], which are not compared; take them out there first");
    // Others are compared as before.
    door.store().delete(HOLDINGS + "others");
    JsonObject differing = bench.failed(500, door.post("/trade-reconciliation", "{}"));
    assertThat(
            list(differing, "differences").stream()
                .map(order -> order.get("conId").getAsInt())
                .toList())
        .containsExactly(AAPL, mnq);
  }

  @Test
  void anIgnoredContractStaysWhenTheWholeAccountIsClosed() throws Exception {
    configure("ignoredContracts", List.of(GLD));
    door.store().set(HOLDINGS + "growth", Map.of("51529211", 30, "756733", 300));

    JsonObject answer = bench.ok("/close-all", "{}");

    assertThat(bench.owned()).containsExactly(GLD, decimal(100));
    assertThat(answer.getAsJsonObject("ignored").toString()).isEqualTo(doubleQuoted("{'GLD':100}"));
    assertThat(texts(answer, "warnings").toString())
        .contains("of GLD is cancelled too, although the contract is ignored");
    bench.reconciled();
    // What the books had of it, they keep.
    assertThat(bench.books().holdings().of("growth").byContract())
        .containsExactly(GLD, decimal(30));
  }

  @Test
  void aStrategysTradeInAnIgnoredContractIsSkippedAndItsOthersGo() throws Exception {
    bench.strategy("growth", Map.of("SPY", "0.6", "IEF", "0.3"));
    configure("ignoredContracts", List.of(SPY));

    JsonObject answer = bench.ok("/allocation", "{}");

    assertThat(list(answer, "orders")).hasSize(1);
    assertThat(list(answer, "orders").get(0).get("contract").getAsString()).isEqualTo("IEF");
    assertThat(answer.getAsJsonObject("skipped").get("SPY").getAsString())
        .matches("ignoredContracts of the configuration has 756733; not traded: \\d+ for growth");
    assertThat(answer.getAsJsonObject("trades").getAsJsonObject("growth").keySet())
        .containsExactly("IEF");
  }

  @Test
  void anIgnoredContractDoesNotCountAsExposure() throws Exception {
    bench.strategy("growth", Map.of("IEF", "0.1"));
    configure("limits", Map.of("largestGrossExposure", "0.3"));
    List<String> counted =
        texts(bench.ok("/allocation", doubleQuoted("{'dryRun':true}")), "limits");
    configure("ignoredContracts", List.of(SPY, mnq));

    List<String> uncounted =
        texts(bench.ok("/allocation", doubleQuoted("{'dryRun':true}")), "limits");

    assertWithMessage("counted").that(counted).hasSize(1);
    assertThat(uncounted).isEmpty();
  }
}
