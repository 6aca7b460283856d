package dev.ibintents.intent.performance;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.store.Document;
import dev.ibintents.trading.performance.CashFlow;
import dev.ibintents.trading.performance.Flows;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import dev.ibintents.trading.totals.Totals;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The broker's statement fills in the days that nobody asked about. */
@Timeout(120)
final class ImportStatementTest {
  private static final String ACCOUNT = GatewayOptions.ACCOUNT;
  private static final Instant MONDAY = Instant.parse("2026-11-30T15:00:00Z");
  private static final String FIRST_DAY = "20261130";
  private static final String PATH = "/import-statement";
  private static final String BOOKS = "positions/paper";

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(MONDAY);
  private final Set<String> seeded = new HashSet<>();
  private FrontDoor door;
  private Bench bench;

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).clock(clock).protocol("text").open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("weights", "0.2", "growth", "0.2"));
    bench.strategy("weights", Map.of("SPY", "0.6", "IEF", "0.4"));
    bench.strategy("growth", Map.of("SPY", "0.5"));
    bench.reconciled();
    door.gateway().account().fills().forEach(fill -> seeded.add(fill.execId()));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private void nextDay() {
    clock.advance(Duration.ofDays(1));
    door.gateway().tick();
  }

  /** Trades on Monday, and asks nobody about it before Tuesday. */
  private void missMonday() throws Exception {
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(5));
    door.gateway().tick();
    nextDay();
  }

  /** The executions since the test began, each in its latest version. */
  private List<PaperFill> fills() {
    List<PaperFill> latest = new ArrayList<>();
    List<PaperFill> all = door.gateway().account().fills(3);
    for (PaperFill fill : all) {
      if (!seeded.contains(fill.execId()) && all.stream().noneMatch(fill::isCorrectedBy)) {
        latest.add(fill);
      }
    }
    return latest;
  }

  private StatementXml statement() {
    return new StatementXml(ACCOUNT, FIRST_DAY, FIRST_DAY);
  }

  private JsonObject imported(StatementXml statement) throws Exception {
    return only(bench.ok(PATH, statement.toString()));
  }

  private static JsonObject only(JsonObject answer) {
    assertThat(answer.getAsJsonArray("statements")).hasSize(1);
    return Bench.list(answer, "statements").get(0);
  }

  private static int number(JsonObject statement, String part, String list) {
    return statement.getAsJsonObject(part).getAsJsonArray(list).size();
  }

  private Map<String, Object> everything() {
    Map<String, Object> all = new TreeMap<>();
    for (String collection :
        List.of(
            "holdings",
            "openOrders",
            "fills",
            "flows",
            "actions",
            "totals",
            "amendments",
            "crossings")) {
      for (Document document : door.store().list(BOOKS + "/" + collection)) {
        all.put(document.path(), document.fields());
      }
    }
    return all;
  }

  private Totals totals(String strategy) {
    return Totals.read(door.store().get(BOOKS + "/totals/" + strategy).orElseThrow());
  }

  @Test
  void missedDayIsFilledInFromTheStatement() throws Exception {
    missMonday();
    HttpResponse<String> before = door.post("/trade-reconciliation", "{}");
    assertThat(before.statusCode()).isEqualTo(500);

    JsonObject statement = imported(statement().trades(fills()).positions(bench.owned()));

    assertThat(number(statement, "trades", "posted")).isEqualTo(fills().size());
    assertThat(number(statement, "trades", "nobodys")).isEqualTo(0);
    assertThat(number(statement, "positions", "differences")).isEqualTo(0);
    bench.requireMatch();
    bench.reconciled();
    assertThat(bench.books().openOrders()).isEmpty();
    assertThat(totals("growth").sum().cash().of("USD", Category.COMMISSIONS).signum())
        .isEqualTo(-1);
  }

  @Test
  void strategiesGetWhatTradeReconciliationWouldHaveGivenThem() throws Exception {
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(5));
    door.gateway().tick();
    List<PaperFill> fills = fills();
    JsonObject shown = only(bench.ok(PATH + "?dryRun=true", statement().trades(fills).toString()));
    bench.reconciled();
    Map<String, Map<String, BigDecimal>> reconciled = applied();
    Map<String, Map<String, BigDecimal>> fromStatement = new TreeMap<>();
    for (JsonObject trade : Bench.list(shown.getAsJsonObject("trades"), "posted")) {
      Map<String, BigDecimal> shares = new TreeMap<>();
      trade
          .getAsJsonObject("strategies")
          .entrySet()
          .forEach(share -> shares.put(share.getKey(), share.getValue().getAsBigDecimal()));
      fromStatement.put(trade.get("execId").getAsString(), shares);
    }

    assertThat(fromStatement).isEqualTo(reconciled);
    Map<String, Object> before = everything();
    JsonObject again = imported(statement().trades(fills));
    assertThat(again.getAsJsonObject("trades").get("known").getAsInt()).isEqualTo(fills.size());
    assertThat(everything()).isEqualTo(before);
  }

  private Map<String, Map<String, BigDecimal>> applied() {
    Map<String, Map<String, BigDecimal>> applied = new TreeMap<>();
    for (Document fill : door.store().list(BOOKS + "/fills")) {
      if (fill.findMap("applied").isPresent() && !seeded.contains(fill.id())) {
        applied.put(fill.id(), new TreeMap<>(fill.map("applied").decimals()));
      }
    }
    return applied;
  }

  @Test
  void missedDayLeavesNothingUnattributedAfterTheImport() throws Exception {
    bench.ok("/reconcile", "{}");
    missMonday();
    bench.ok("/reconcile", "{}");
    BigDecimal before = unexplained();

    imported(statement().trades(fills()));

    assertThat(unexplained()).isNotEqualTo(before);
    assertThat(unexplained()).isEqualToIgnoringScale("0");
    assertThat(Bench.ok(door.get("/performance?check=true")).getAsJsonArray("differences"))
        .isEmpty();
  }

  /** The profit of nobody on the last day on record. */
  private BigDecimal unexplained() throws Exception {
    JsonObject account = Bench.ok(door.get("/performance")).getAsJsonObject("account");
    return account.getAsJsonArray("unattributed").get(0).getAsBigDecimal();
  }

  @Test
  void repeatedImportChangesNothing() throws Exception {
    missMonday();
    StatementXml statement =
        statement()
            .trades(fills())
            .cash("9101", "Dividends", "12.34", Bench.SPY, FIRST_DAY, "")
            .cash("9102", "Deposits/Withdrawals", "1000", 0, FIRST_DAY, "");
    imported(statement);
    Map<String, Object> before = everything();

    JsonObject again = imported(statement);

    assertThat(everything()).isEqualTo(before);
    assertThat(number(again, "trades", "posted")).isEqualTo(0);
    assertThat(again.getAsJsonObject("trades").get("known").getAsInt()).isEqualTo(fills().size());
    assertThat(again.getAsJsonObject("flows").get("known").getAsInt()).isEqualTo(2);
  }

  @Test
  void dryRunShowsTheSameAndWritesNothing() throws Exception {
    missMonday();
    StatementXml statement =
        statement()
            .trades(fills())
            .cash("9101", "Dividends", "12.34", Bench.SPY, FIRST_DAY, "")
            .positions(bench.owned());
    Map<String, Object> before = everything();

    JsonObject shown = bench.ok(PATH + "?dryRun=true", statement.toString());

    assertThat(shown.get("status").getAsString()).isEqualTo("dry-run");
    assertThat(everything()).isEqualTo(before);
    assertThat(imported(statement)).isEqualTo(only(shown));
  }

  @Test
  void statementComesInJsonToo() throws Exception {
    missMonday();
    JsonObject body = new JsonObject();
    body.addProperty("statement", statement().trades(fills()).toString());
    body.addProperty("dryRun", true);

    JsonObject shown = only(bench.ok(PATH, body.toString()));

    assertThat(number(shown, "trades", "posted")).isEqualTo(fills().size());
  }

  @Test
  void correctionReplacesTheFormerVersion() throws Exception {
    bench.ok("/allocation", "{}");
    bench.awaitFilled();
    clock.advance(Duration.ofMinutes(5));
    door.gateway().tick();
    bench.reconciled();
    PaperFill first = fills().get(0);
    nextDay();
    BigDecimal less = first.execution().shares().subtract(BigDecimal.ONE);
    door.gateway().tws().correct(first.execId(), less, first.execution().price());

    JsonObject statement = imported(statement().trades(fills()).positions(bench.owned()));

    JsonObject posted = Bench.list(statement.getAsJsonObject("trades"), "posted").get(0);
    assertThat(posted.get("corrects").getAsBoolean()).isTrue();
    assertThat(number(statement, "positions", "differences")).isEqualTo(0);
    bench.requireMatch();
  }

  @Test
  void executionIdWithoutItsVersionIsRecognised() throws Exception {
    missMonday();
    PaperFill fill = fills().get(0);
    String longId = fill.execId() + ".01";
    imported(statement().trade(fill, longId, fill.execution().orderRef()));
    Map<String, Object> before = everything();

    JsonObject again = imported(statement().trade(fill, fill.execId().toUpperCase(), ""));

    assertThat(again.getAsJsonObject("trades").get("known").getAsInt()).isEqualTo(1);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void ordersNumberLeadsToAReferenceThatTheRowLacks() throws Exception {
    missMonday();
    PaperFill fill = fills().get(0);
    imported(statement().trade(fill, fill.execId(), fill.execution().orderRef()));

    JsonObject second =
        imported(
            statement().trade(fill, fill.execId(), "").trade(fill, "00000001.00000001.01.01", ""));

    assertThat(
            Bench.list(second.getAsJsonObject("trades"), "posted")
                .get(0)
                .get("orderRef")
                .getAsString())
        .isEqualTo(fill.execution().orderRef());
  }

  @Test
  void tradeByHandIsNobodys() throws Exception {
    PaperFill byHand =
        door.gateway().tws().trade(bench.spy(), BigDecimal.valueOf(5), new BigDecimal("740"));
    Map<String, Object> before = everything();

    JsonObject statement = imported(statement().trades(List.of(byHand)).positions(bench.owned()));

    JsonObject nobodys = Bench.list(statement.getAsJsonObject("trades"), "nobodys").get(0);
    assertThat(nobodys.get("why").getAsString())
        .isEqualTo("its order has no reference, so it is none of this product's");
    JsonObject difference =
        Bench.list(statement.getAsJsonObject("positions"), "differences").get(0);
    assertThat(difference.get("conId").getAsInt()).isEqualTo(Bench.SPY);
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void dividendBelongsToThoseWhoHeldTheContract() throws Exception {
    missMonday();
    imported(statement().trades(fills()));
    Map<String, BigDecimal> held = new TreeMap<>();
    bench.books().holdings().of(Bench.SPY).forEach(held::put);
    BigDecimal all = bench.owned().get(Bench.SPY);

    JsonObject statement =
        imported(
            new StatementXml(ACCOUNT, "20261201", "20261201")
                .cash(
                    "9101",
                    "Dividends",
                    all.multiply(new BigDecimal("0.5")).toPlainString(),
                    Bench.SPY,
                    "20261201",
                    "20261201")
                .cash(
                    "9102",
                    "Withholding Tax",
                    all.multiply(new BigDecimal("-0.1")).toPlainString(),
                    Bench.SPY,
                    "20261201",
                    "20261201"));

    JsonObject dividend = Bench.list(statement.getAsJsonObject("flows"), "recorded").get(0);
    BigDecimal ofGrowth = dividend.getAsJsonObject("strategies").get("growth").getAsBigDecimal();
    assertThat(ofGrowth.compareTo(held.get("growth").multiply(new BigDecimal("0.5")))).isEqualTo(0);
    Cash cash = totals("growth").sum().cash();
    assertThat(
            cash.of("USD", Category.DIVIDENDS)
                .compareTo(held.get("growth").multiply(new BigDecimal("0.4"))))
        .isEqualTo(0);
  }

  @Test
  void dividendBeforeThePurchaseIsNotTheBuyers() throws Exception {
    missMonday();
    imported(statement().trades(fills()));

    JsonObject statement =
        imported(
            new StatementXml(ACCOUNT, "20261201", "20261201")
                .cash("9101", "Dividends", "7", Bench.SPY, "20261201", "20261127"));

    JsonObject dividend = Bench.list(statement.getAsJsonObject("flows"), "recorded").get(0);
    assertThat(dividend.getAsJsonObject("strategies").has("growth")).isFalse();
  }

  @Test
  void depositThatAPersonHasRecordedIsNotAddedAgain() throws Exception {
    bench.ok(
        "/flow",
        doubleQuoted("{'kind':'deposit','amount':1000,'currency':'USD','date':'2026-11-28'}"));

    JsonObject statement =
        imported(
            statement()
                .cash("9102", "Deposits/Withdrawals", "1000", 0, FIRST_DAY, "")
                .cash("9103", "Deposits/Withdrawals", "1000", 0, FIRST_DAY, "")
                .cash("9104", "Deposits/Withdrawals", "-20", 0, FIRST_DAY, "")
                .cash("9105", "Broker Interest Received", "1.23", 0, FIRST_DAY, "")
                .cash("9106", "Other Fees", "-4.5", 0, FIRST_DAY, "")
                .cash("9107", "Carbon Credits", "-4.5", 0, FIRST_DAY, ""));

    assertThat(number(statement, "flows", "matched")).isEqualTo(1);
    assertThat(number(statement, "flows", "recorded")).isEqualTo(4);
    JsonObject unknown = Bench.list(statement, "notHandled").get(0);
    assertThat(unknown.get("row").getAsString()).startsWith("Carbon Credits of -4.5 USD");
    assertThat(
            new Flows(door.store(), TradingMode.PAPER)
                .all().stream().map(CashFlow::toString).toList())
        .containsExactly(
            "deposit of 1000 USD on 2026-11-28",
            "deposit of 1000 USD on 2026-11-30",
            "withdrawal of -20 USD on 2026-11-30",
            "interest of 1.23 USD on 2026-11-30",
            "fee of -4.5 USD on 2026-11-30");
  }

  @Test
  void splitChangesTheHoldingsBeforeIt() throws Exception {
    missMonday();
    imported(statement().trades(fills()));
    Map<String, BigDecimal> before = new TreeMap<>();
    bench.books().holdings().of(Bench.SPY).forEach(before::put);
    BigDecimal all = bench.owned().get(Bench.SPY);
    StatementXml statement =
        new StatementXml(ACCOUNT, "20261201", "20261201")
            .action(
                "9201",
                "FS",
                Bench.SPY,
                all.multiply(new BigDecimal(3)).toPlainString(),
                Instant.parse("2026-12-02T01:25:00Z"),
                "SPY(US78462F1030) SPLIT 4 FOR 1 (SPY, SPDR S&P 500, US78462F1030)");

    JsonObject answer = imported(statement);

    assertThat(Bench.list(answer, "splits")).hasSize(1);
    bench
        .books()
        .holdings()
        .of(Bench.SPY)
        .forEach(
            (owner, quantity) ->
                assertWithMessage(owner)
                    .that(quantity.compareTo(before.get(owner).multiply(BigDecimal.valueOf(4))))
                    .isEqualTo(0));
    assertThat(totals("growth").basis().get(Bench.SPY).quantity())
        .isEqualTo(bench.books().holdings().of("growth").of(Bench.SPY));
    Map<String, Object> after = everything();
    assertThat(imported(statement).get("knownSplits").getAsInt()).isEqualTo(1);
    assertThat(everything()).isEqualTo(after);
  }

  @Test
  void reverseSplitWithANewContractMovesHoldingsAndCost() throws Exception {
    missMonday();
    imported(statement().trades(fills()));
    BigDecimal all = bench.owned().get(Bench.SPY);
    BigDecimal cost = totals("growth").basis().get(Bench.SPY).cost();
    BigDecimal left = all.divideToIntegralValue(BigDecimal.TEN);
    Instant time = Instant.parse("2026-12-02T01:25:00Z");

    JsonObject answer =
        imported(
            new StatementXml(ACCOUNT, "20261201", "20261201")
                .action(
                    "1",
                    "RS",
                    Bench.SPY,
                    all.negate().toPlainString(),
                    time,
                    "SPY(US78462F1030) SPLIT 1 FOR 10 (SPY.OLD, SPDR, US78462F1030)")
                .action(
                    "2",
                    "RS",
                    4711,
                    left.toPlainString(),
                    time,
                    "SPY(US78462F1030) SPLIT 1 FOR 10 (SPY, SPDR, US78462F1111)"));

    assertThat(Bench.list(answer, "splits")).hasSize(1);
    assertThat(bench.held()).doesNotContainKey(Bench.SPY);
    assertThat(bench.held().get(4711)).isEqualTo(left);
    assertThat(totals("growth").basis().get(4711).cost()).isEqualTo(cost);
    assertThat(totals("growth").basis()).doesNotContainKey(Bench.SPY);
  }

  @Test
  void splitThatDoesNotFitTheHoldingsIsLeftToAPerson() throws Exception {
    Map<String, Object> before = everything();
    Instant time = Instant.parse("2026-12-02T01:25:00Z");

    JsonObject answer =
        imported(
            statement()
                .action("1", "FS", Bench.SPY, "3000000", time, "SPY(US1) SPLIT 4 FOR 1 (SPY)")
                .action("2", "TC", Bench.SPY, "-3", time, "SPY(US1) MERGED (SPY)"));

    assertThat(Bench.list(answer, "splits")).isEmpty();
    List<JsonObject> rows = Bench.list(answer, "notHandled");
    assertThat(rows.get(0).get("why").getAsString())
        .isEqualTo("corporate actions of type TC are not handled");
    assertThat(rows.get(1).get("why").getAsString()).contains("the broker's position was 1000000");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void statementOfAnotherAccountIsRefused() throws Exception {
    HttpResponse<String> response =
        door.post(PATH, new StatementXml("U7654321", FIRST_DAY, FIRST_DAY).toString());

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(error(response))
        .startsWith(
            "InvalidStatementException: the statement is of U7654321, and the books are of "
                + ACCOUNT);
  }

  @Test
  void badXmlIsRefused() throws Exception {
    for (String body :
        List.of(
            "<FlexQueryResponse",
            "<html/>",
            "<!DOCTYPE f [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>" + statement())) {
      HttpResponse<String> response = door.post(PATH, body);

      assertWithMessage(response.body()).that(response.statusCode()).isEqualTo(400);
      assertThat(error(response)).startsWith("InvalidStatementException: ");
    }
    assertThat(json(door.post(PATH, "{}")).get("error").getAsString())
        .contains("statement is missing");
  }

  @Test
  void statementMayBeLargerThanOtherBodies() throws Exception {
    String large = statement().toString() + "<!--" + "x".repeat(3 * 1024 * 1024) + "-->";

    bench.ok(PATH + "?dryRun=true", large);
    assertThat(
            door.sendAlone(
                    door.request(PATH)
                        .POST(
                            java.net.http.HttpRequest.BodyPublishers.ofString(
                                large + " ".repeat(6 * 1024 * 1024))))
                .statusCode())
        .isEqualTo(413);
    assertThat(
            door.sendAlone(
                    door.request("/reconcile")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(large)))
                .statusCode())
        .isEqualTo(413);
  }
}
