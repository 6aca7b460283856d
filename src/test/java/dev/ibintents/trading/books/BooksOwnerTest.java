package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.LIVE;
import static dev.ibintents.environment.TradingMode.PAPER;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.sqlite.SqliteDocumentStore;
import dev.ibintents.trading.books.BooksAccount.Handover;
import dev.ibintents.trading.ledger.AccompanyingWrites;
import dev.ibintents.trading.ledger.Lease;
import dev.ibintents.trading.ledger.LeaseLostException;
import dev.ibintents.trading.ledger.Leases;
import dev.ibintents.trading.ledger.RunLedger;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.ledger.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The account that books belong to, from the first claim to a handover. */
final class BooksOwnerTest {
  private static final String FIRST = "DU1234567";
  private static final String OTHER = "DU7654321";
  private static final String PATH = "positions/paper";
  private static final Instant SINCE = Instant.parse("2026-11-20T10:00:00Z");

  @TempDir Path folder;
  private final TestClock clock = new TestClock("2026-11-23T15:45:00.123456789Z");
  private DocumentStore store;
  private BooksAccount books;

  @BeforeEach
  void open() {
    store = new SqliteDocumentStore(folder);
    books = new BooksAccount(store, PAPER);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private void belongTo(String account) {
    store.set(PATH, Map.of("account", account, "since", SINCE, "note", "kept by a person"));
  }

  private Map<String, Object> document() {
    return store.get(PATH).map(Document::fields).orElseThrow();
  }

  private Lease lease(TradingMode mode) {
    return new Leases(store, clock)
        .acquire(mode, "test", clock.instant().plus(Duration.ofMinutes(5)), clock::advance);
  }

  private Handover handOver(String from, String to) {
    Lease lease = lease(PAPER);
    try {
      return books.handOver(lease, from, to, "invocation 1", clock.instant());
    } finally {
      new Leases(store, clock).release(lease);
    }
  }

  private String refusal(String from, String to) {
    Map<String, Object> before = store.get(PATH).map(Document::fields).orElse(Map.of());
    String message =
        assertThrows(AccountNotAdoptedException.class, () -> handOver(from, to)).getMessage();
    assertThat(store.get(PATH).map(Document::fields).orElse(Map.of())).isEqualTo(before);
    return message;
  }

  private void claimIfEmpty(String account) {
    store.<Void, RuntimeException>runTransaction(
        transaction -> {
          books.claimIfEmpty(transaction, account, SINCE).write(transaction);
          return null;
        });
  }

  @Test
  void newBooksBelongToNobody() {
    assertThat(books.path()).isEqualTo(PATH);
    assertThat(books.find()).isEmpty();
    books.require(FIRST);
  }

  @Test
  void claimWritesTheAccountAndKeepsWhatPeopleHaveAdded() {
    store.set(PATH, Map.of("note", "kept"));

    books.claim(FIRST, SINCE);

    assertThat(books.find()).hasValue(FIRST);
    assertThat(document()).containsExactly("account", FIRST, "since", SINCE, "note", "kept");
    books.require(FIRST);
  }

  @Test
  void booksOfAnotherAccountAreRefused() {
    belongTo(FIRST);
    Map<String, Object> before = document();

    BooksOfOtherAccountException e =
        assertThrows(BooksOfOtherAccountException.class, () -> books.require(OTHER));
    assertThrows(BooksOfOtherAccountException.class, () -> books.claim(OTHER, SINCE));
    assertThrows(BooksOfOtherAccountException.class, () -> claimIfEmpty(OTHER));

    assertThat(e).hasMessageThat().contains("positions/paper belong to the account DU1234567");
    assertThat(document()).isEqualTo(before);
  }

  @Test
  void repeatedClaimChangesNothing() {
    belongTo(FIRST);
    Map<String, Object> before = document();

    books.claim(FIRST, clock.instant());
    claimIfEmpty(FIRST);

    assertThat(document()).isEqualTo(before);
  }

  @Test
  void onlyEmptyBooksAreClaimedByTheWay() {
    store.set(PATH + "/holdings/a", Map.of("756733", 1));
    claimIfEmpty(FIRST);
    assertThat(books.find()).isEmpty();

    store.delete(PATH + "/holdings/a");
    claimIfEmpty(FIRST);
    assertThat(books.find()).hasValue(FIRST);
  }

  @Test
  void handoverGivesTheBooksToTheOtherAccountAndKeepsTheFormer() {
    belongTo(FIRST);

    Handover handover = handOver(FIRST, OTHER);

    Instant at = Instant.parse("2026-11-23T15:45:00.123456Z");
    assertThat(handover).isEqualTo(new Handover(FIRST, OTHER, at, "invocation 1", false));
    assertThat(document())
        .containsExactly(
            "account",
            OTHER,
            "since",
            at,
            "note",
            "kept by a person",
            "former",
            List.of(
                Map.of(
                    "account", FIRST,
                    "since", SINCE,
                    "until", at,
                    "invocation", "invocation 1")));
  }

  @Test
  void repeatedHandoverIsAnsweredLikeTheFirst() {
    belongTo(FIRST);
    Handover first = handOver(FIRST, OTHER);
    Map<String, Object> before = document();
    clock.advance(Duration.ofHours(1));

    Handover second = handOver(FIRST, OTHER);

    assertThat(second).isEqualTo(new Handover(FIRST, OTHER, first.at(), "invocation 1", true));
    assertThat(document()).isEqualTo(before);
  }

  @Test
  void everyFormerAccountIsKeptInItsOrder() {
    belongTo(FIRST);
    handOver(FIRST, OTHER);
    handOver(OTHER, FIRST);

    assertThat(books.find()).hasValue(FIRST);
    List<?> former = (List<?>) document().get("former");
    assertThat(former.stream().map(entry -> ((Map<?, ?>) entry).get("account")))
        .containsExactly(FIRST, OTHER)
        .inOrder();
    assertThat(handOver(OTHER, FIRST).isRepetition()).isTrue();
  }

  @Test
  void booksWithoutAnAccountAreNotHandedOver() {
    assertThat(refusal(FIRST, OTHER)).contains("positions/paper name no account yet");
  }

  @Test
  void booksAreNotHandedOverByAnotherThanTheirAccount() {
    belongTo("DU1111111");

    assertThat(refusal(FIRST, OTHER))
        .isEqualTo(
            "the books positions/paper belong to the account DU1111111, and not to DU1234567; name"
                + " that one as from");
  }

  @Test
  void booksThatBelongToTheAccountFromTheStartWereNotHandedOver() {
    belongTo(OTHER);

    assertThat(refusal(FIRST, OTHER))
        .isEqualTo(
            "the books positions/paper belong to the account DU7654321 already, and DU1234567 was"
                + " not theirs before it");
  }

  @Test
  void onlyTheLastFormerAccountMayRepeatItsHandover() {
    belongTo("DU1111111");
    handOver("DU1111111", FIRST);
    handOver(FIRST, OTHER);

    assertThat(refusal("DU1111111", OTHER)).contains("DU1111111 was not theirs before it");
  }

  @Test
  void booksWithOpenOrdersAreNotHandedOver() {
    belongTo(FIRST);
    store.set(PATH + "/openOrders/ref-1", Map.of("contractId", 1));

    assertThat(refusal(FIRST, OTHER))
        .isEqualTo(
            "orders of the account DU1234567 are unsettled: ref-1. Log in to DU1234567 and have"
                + " trade-reconciliation settle them first");
  }

  @Test
  void booksAreNotHandedOverWhileARunHasNotEnded() {
    belongTo(FIRST);
    Lease dead = lease(PAPER);
    new RunLedger(store, clock)
        .begin(Samples.key("k"), Samples.plan(), dead, AccompanyingWrites.NONE);
    new Leases(store, clock).release(dead);

    assertThat(refusal(FIRST, OTHER)).contains("are unsettled: those of the allocation run of");
  }

  @Test
  void onlyTheHolderOfTheLeaseHandsBooksOver() {
    belongTo(FIRST);
    Lease released = lease(PAPER);
    new Leases(store, clock).release(released);

    assertThrows(
        LeaseLostException.class,
        () -> books.handOver(released, FIRST, OTHER, "invocation 1", clock.instant()));
    assertThat(books.find()).hasValue(FIRST);
  }

  @Test
  void eachTradingModeHasBooksOfItsOwn() {
    belongTo(FIRST);

    assertThat(new BooksAccount(store, LIVE).find()).isEmpty();
  }
}
