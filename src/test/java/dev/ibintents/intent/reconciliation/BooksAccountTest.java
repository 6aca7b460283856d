package dev.ibintents.intent.reconciliation;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static dev.ibintents.bench.FrontDoor.answered;
import static dev.ibintents.bench.FrontDoor.error;
import static dev.ibintents.bench.FrontDoor.json;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import com.google.gson.JsonObject;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.bench.MovedClock;
import dev.ibintents.bench.TransactionWatch;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.account.WrongAccountTest;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.DraftDocumentStore;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.Leases;
import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Books belong to one account, and nobody works on them for another one. */
@Timeout(120)
final class BooksAccountTest {
  private static final String FIRST = GatewayOptions.ACCOUNT;
  private static final String OTHER = "DU7654321";
  private static final String OWNER = "positions/paper";
  private static final String ADOPT = doubleQuoted("{'from':'DU1234567','to':'DU7654321'}");

  @TempDir Path folder;
  private final MovedClock clock = new MovedClock(Instant.parse("2026-11-23T15:00:00Z"));
  private final AtomicInteger bookedWithoutAccount = new AtomicInteger();
  private final AtomicInteger booked = new AtomicInteger();
  private FrontDoor door;
  private Bench bench;

  /** Logs in to an account; its books are seeded if nobody's are there. */
  private void open(String account) throws Exception {
    open(options -> options.account(account));
  }

  private void open(UnaryOperator<GatewayOptions> gateway) throws Exception {
    if (door != null) {
      door.close();
    }
    door = FrontDoor.in(folder).clock(clock).gateway(gateway).wrapStore(this::watched).open();
    bench = new Bench(door, clock);
    bench.expose(Map.of("growth", "0.4"));
    bench.strategy("growth", Map.of("IEF", "0.4"));
    door.store()
        .update("config/common", Map.of("cashBalanceThresholdInBaseCurrency", new BigDecimal(500)));
  }

  /** Makes the books those of an earlier version, which did not write their account down. */
  private void forgetAccount() {
    door.store().delete(OWNER);
  }

  /** Counts the transactions that book something, and those that leave the books without owner. */
  private DocumentStore watched(DocumentStore store) {
    return TransactionWatch.of(
        store,
        body -> {
          DraftDocumentStore draft = new DraftDocumentStore(store);
          draft.runTransaction(body);
          count(store, draft);
        });
  }

  private void count(DocumentStore before, DocumentStore after) {
    boolean books = false;
    for (String collection : List.of("holdings", "fills", "openOrders")) {
      List<Document> now = after.list(OWNER + "/" + collection);
      List<Document> then = before.list(OWNER + "/" + collection);
      books |= now.size() > then.size();
    }
    if (books) {
      booked.incrementAndGet();
      if (after.get(OWNER).isEmpty()) {
        bookedWithoutAccount.incrementAndGet();
      }
    }
  }

  @AfterEach
  void close() {
    door.close();
  }

  private Optional<String> owner() {
    return door.store().get(OWNER).map(found -> found.string("account"));
  }

  private Map<String, Object> everything() {
    return WrongAccountTest.everything(door, "paper");
  }

  private JsonObject adopt(int status, String body) throws Exception {
    return bench.failed(status, door.post("/adopt-account", body));
  }

  @Test
  void theSeedSaysWhoseTheBooksAre() throws Exception {
    open(FIRST);

    assertThat(owner()).hasValue(FIRST);
    assertThat(door.store().get(OWNER).orElseThrow().instant("since")).isAtMost(clock.instant());
  }

  @Test
  void booksOfAnotherAccountAreRefused() throws Exception {
    open(FIRST);
    open(OTHER);
    Map<String, Object> before = everything();
    Map<String, String> work = new TreeMap<>(WrongAccountTest.WORK);
    work.keySet().removeIf(path -> path.startsWith("/adopt-account"));

    for (Map.Entry<String, String> one : work.entrySet()) {
      HttpResponse<String> response = WrongAccountTest.ask(door, one);

      assertWithMessage(one + response.body()).that(response.statusCode()).isEqualTo(500);
      assertThat(error(response))
          .isEqualTo(
              doubleQuoted(
                  "BooksOfOtherAccountException: the books positions/paper belong to the account"
                      + " DU1234567, and the account in hand is DU7654321: nothing was written or"
                      + " sent. Log in to DU1234567, or give DU7654321 a data folder (DATA_FOLDER)"
                      + " or project (PROJECT_ID) of its own. If these books are to be those of"
                      + " DU7654321 from now on, ask adopt-account with"
                      + " {'from':'DU1234567','to':'DU7654321'}"));
      assertWithMessage(one.toString()).that(everything()).isEqualTo(before);
    }
    bench.failed(200, door.get("/ping"));
    bench.failed(200, door.get("/summary"));
  }

  @Test
  void anotherAccountOfTheSameLoginIsRefusedToo() throws Exception {
    open(options -> options.secondAccount(OTHER));
    door.store().update("config/paper", Map.of("account", FIRST));
    bench.reconciled();
    door.store().update("config/paper", Map.of("account", OTHER));
    Map<String, Object> before = everything();

    HttpResponse<String> response = door.post("/reconcile", "{}");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(error(response)).startsWith("BooksOfOtherAccountException: ");
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void booksWithoutAccountBelongToTheFirstThatBooks() throws Exception {
    open(FIRST);
    forgetAccount();

    bench.ok("/allocation", "{}");

    assertThat(owner()).hasValue(FIRST);
    bench.awaitFilled();
    forgetAccount();
    bench.reconciled();
    assertThat(owner()).hasValue(FIRST);
    assertThat(booked.get()).isAtLeast(2);
    assertThat(bookedWithoutAccount.get()).isEqualTo(0);
  }

  @Test
  void booksWithoutAccountBelongToTheOneThatAgreesWithThem() throws Exception {
    open(FIRST);
    forgetAccount();
    bench.ok("/orchestrate", doubleQuoted("{'dryRun':true}"));
    bench.ok("/allocation", doubleQuoted("{'dryRun':true}"));
    assertThat(owner()).isEmpty();

    bench.reconciled(); // nothing is there to be booked

    assertThat(owner()).hasValue(FIRST);
  }

  @Test
  void booksWithoutAccountStaySoWhereTheyDoNotAgree() throws Exception {
    open(FIRST);
    forgetAccount();
    door.store().update("positions/paper/holdings/weights", Map.of("756733", 500));
    bench.strategy("growth", Map.of("SPY", "0.4"));

    bench.failed(500, door.post("/trade-reconciliation", "{}"));
    bench.failed(500, door.post("/orchestrate", "{}"));
    bench.failed(500, door.post("/allocation", "{}"));
    bench.ok("/reconcile", "{}");

    assertThat(owner()).isEmpty();

    bench.ok("/trade-reconciliation", doubleQuoted("{'adopt':{'weights':{'756733':-200}}}"));
    assertThat(owner()).hasValue(FIRST);
  }

  @Test
  void theFirstSnapshotOfEmptyBooksSaysWhoseTheyAre() throws Exception {
    open(FIRST);
    forgetAccount();
    bench
        .books()
        .holdings()
        .strategies()
        .forEach(id -> door.store().delete("positions/paper/holdings/" + id));

    bench.ok("/reconcile", "{}");

    assertThat(owner()).hasValue(FIRST);
  }

  @Test
  void theSeedLeavesBooksAloneThatAreSomebodys() throws Exception {
    open(FIRST);
    door.store().delete("local/seed");
    Map<String, Object> before = everything();

    open(OTHER);

    assertThat(everything().get("positions")).isEqualTo(before.get("positions"));
    assertThat(everything().get("positions/paper/holdings"))
        .isEqualTo(before.get("positions/paper/holdings"));
  }

  @Test
  void adoptedBooksBelongToTheNewAccountAndThatIsOnRecord() throws Exception {
    open(FIRST);
    open(OTHER);

    JsonObject answer = adopt(200, ADOPT);

    assertThat(answer.get("from").getAsString()).isEqualTo(FIRST);
    assertThat(answer.get("to").getAsString()).isEqualTo(OTHER);
    assertThat(answer.get("repeated").getAsBoolean()).isFalse();
    assertThat(owner()).hasValue(OTHER);
    assertThat(door.store().get(OWNER).orElseThrow().fields().get("former").toString())
        .contains("account=" + FIRST);
    Document activity =
        door.store().list("activity").stream()
            .filter(entry -> entry.string("intent").equals("AdoptAccount"))
            .findFirst()
            .orElseThrow();
    assertThat(activity.map("outcome").map("account").string("from")).isEqualTo(FIRST);
    assertThat(activity.map("outcome").map("account").string("to")).isEqualTo(OTHER);

    // The same again is the same, and the books are worked on as before.
    Map<String, Object> before = everything();
    JsonObject again = adopt(200, ADOPT);
    assertThat(again.get("repeated").getAsBoolean()).isTrue();
    assertThat(again.get("adoptedAt")).isEqualTo(answer.get("adoptedAt"));
    assertThat(everything().get("positions")).isEqualTo(before.get("positions"));
    bench.reconciled();
    bench.ok("/allocation", "{}");
    assertThat(door.gateway().account().received()).hasSize(1);
    open(FIRST);
    bench.failed(500, bench.postWithKey("/allocation", "back", "{}"));
  }

  @Test
  void anAdoptionThatCannotBeMeantIsRefused() throws Exception {
    open(FIRST);
    Map<String, Object> own = everything();
    assertThat(adopt(400, ADOPT).get("error").getAsString())
        .isEqualTo(
            "AccountNotAdoptedException: to is DU7654321, and the account in hand is DU1234567:"
                + " log in to DU7654321, or name DU1234567 as to");
    assertThat(
            adopt(400, doubleQuoted("{'from':'DU1','to':'DU1234567'}")).get("error").getAsString())
        .contains("belong to the account DU1234567 already, and DU1 was not theirs before it");
    assertThat(adopt(400, doubleQuoted("{'from':'A','to':'A'}")).get("error").getAsString())
        .contains("from and to are both A");
    assertThat(adopt(400, doubleQuoted("{'to':'A'}")).get("error").getAsString()).contains("from");
    assertThat(everything().get("positions")).isEqualTo(own.get("positions"));

    open(OTHER);
    Map<String, Object> before = everything();
    assertThat(
            adopt(400, doubleQuoted("{'from':'DU1','to':'DU7654321'}")).get("error").getAsString())
        .contains("belong to the account DU1234567, and not to DU1; name that one as from");
    forgetAccount();
    assertThat(adopt(400, ADOPT).get("error").getAsString())
        .contains("name no account yet, and the first booking writes it");
    assertThat(owner()).isEmpty();
    assertThat(everything().get("positions/paper/holdings"))
        .isEqualTo(before.get("positions/paper/holdings"));
  }

  @Test
  void anAdoptionIsRefusedWhileOrdersAreUnsettled() throws Exception {
    open(FIRST);
    bench.ok("/allocation", "{}");
    bench.awaitFilled(); // and nobody has booked it
    open(OTHER);

    String error = adopt(400, ADOPT).get("error").getAsString();

    assertThat(error).contains("orders of the account DU1234567 are unsettled: ");
    assertThat(error).contains("have trade-reconciliation settle them first");
    assertThat(owner()).hasValue(FIRST);
  }

  @Test
  void anAdoptionIsRefusedWhileARunHasNotEnded() throws Exception {
    open(FIRST);
    door.gateway().faults().orders().dropBefore(1);
    assertThat(json(door.post("/allocation", "{}")).has("error")).isTrue();
    door.store()
        .list("positions/paper/openOrders")
        .forEach(order -> door.store().delete(order.path()));
    open(OTHER);
    List<Document> runs = door.store().list("runs");

    assertThat(adopt(400, ADOPT).get("error").getAsString()).contains("are unsettled: those of ");

    assertThat(owner()).hasValue(FIRST);
    assertThat(door.store().list("runs")).isEqualTo(runs);
    assertThat(door.gateway().account().received()).isEmpty();
  }

  @Test
  void anAdoptionWaitsForWhoeverHasTheAccount() throws Exception {
    open(FIRST);
    open(OTHER);
    Leases leases = new Leases(door.store(), clock);
    Lease lease =
        leases.acquire(TradingMode.PAPER, "somebody", clock.instant().plusSeconds(300), time -> {});

    HttpResponse<String> held = door.post("/adopt-account", ADOPT);

    answered(409, held);
    assertThat(owner()).hasValue(FIRST);
    leases.release(lease);
    adopt(200, ADOPT);
  }
}
