package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.environment.TradingMode.PAPER;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Threads;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.ledger.Samples;
import dev.ibintents.trading.ledger.TestClock;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What booking corrections of holdings does, on every store. */
abstract class AdoptionsContract {
  private static final int SPY = 756733;

  private final TestClock clock = new TestClock("2026-11-23T15:45:00Z");
  private DocumentStore store;
  private Books books;

  /** A store without documents. */
  abstract DocumentStore open();

  /** How many threads contend for one document. */
  abstract int contenders();

  @BeforeEach
  void openStore() {
    store = open();
    books = new Books(store, PAPER, clock);
    store.set("positions/paper/holdings/a", Map.of("" + SPY, 10, "1", 2));
  }

  @AfterEach
  void closeStore() {
    if (store != null) {
      store.close();
    }
  }

  private Adoptions adoptions(String invocation) {
    return new Adoptions(store, PAPER, clock, invocation);
  }

  private static Adoption adding(String strategy, int quantity) {
    return new Adoption(
        List.of(new Adoption.Adjustment(strategy, SPY, BigDecimal.valueOf(quantity))));
  }

  private static Quantities portfolio(int spy) {
    return Quantities.of(SPY, BigDecimal.valueOf(spy)).plus(1, BigDecimal.valueOf(2));
  }

  private BigDecimal held(String strategy) {
    return books.holdings().of(strategy).of(SPY);
  }

  @Test
  void isBookedWhereEverythingThenAgrees() {
    RunKey key = Samples.key("k");

    Adoptions.Outcome outcome =
        adoptions("i").adopt(key, adding("b", 5), "DU1234567", portfolio(15), Set.of(), Map.of());

    assertThat(outcome.differences()).isEmpty();
    Adopted adopted = outcome.adopted().orElseThrow();
    assertThat(adopted.isRepetition()).isFalse();
    assertThat(held("a")).isEqualTo(BigDecimal.TEN);
    assertThat(held("b")).isEqualTo(new BigDecimal("5"));
    Document document = store.get("positions/paper/fills/" + adopted.id()).orElseThrow();
    assertThat(document.map("corrections").map("b").decimals())
        .containsExactly("" + SPY, new BigDecimal("5"));
    assertThat(document.string("key")).contains("'k'");
    assertThat(document.string("invocation")).isEqualTo("i");
    assertThat(document.instant("timestamp")).isEqualTo(clock.instant());
  }

  @Test
  void isRefusedWhereAnythingWouldDiffer() {
    List<Document> before = store.list("positions/paper/holdings");

    Adoptions.Outcome outcome =
        adoptions("i")
            .adopt(
                Samples.key("k"),
                adding("b", 5),
                "DU1234567",
                Quantities.of(SPY, new BigDecimal("15")),
                Set.of(),
                Map.of());

    assertThat(outcome.adopted()).isEmpty();
    assertThat(outcome.differences())
        .containsExactly(new Difference(1, new BigDecimal("2"), BigDecimal.ZERO));
    assertThat(store.list("positions/paper/holdings")).isEqualTo(before);
    assertThat(store.list("positions/paper/fills")).isEmpty();
  }

  @Test
  void aRepetitionIsFoundAndNotBookedAgain() {
    RunKey key = Samples.signature("s", 15);
    adoptions("first").adopt(key, adding("b", 5), "DU1234567", portfolio(15), Set.of(), Map.of());

    assertThat(adoptions("second").find(key, adding("b", 5)).orElseThrow().invocation())
        .isEqualTo("first");
    // What the account holds by now does not matter: it was adopted.
    Adopted again =
        adoptions("second")
            .adopt(key, adding("b", 5), "DU1234567", portfolio(99), Set.of(), Map.of())
            .adopted()
            .orElseThrow();
    assertThat(again.isRepetition()).isTrue();
    assertThat(again.adoption()).isEqualTo(adding("b", 5));
    // A caller that lost the answer to its own posting learns that the posting was its own.
    assertThat(
            adoptions("first")
                .adopt(key, adding("b", 5), "DU1234567", portfolio(15), Set.of(), Map.of())
                .adopted()
                .orElseThrow()
                .isRepetition())
        .isFalse();
    assertThat(held("b")).isEqualTo(new BigDecimal("5"));
  }

  @Test
  void theSameSignatureMuchLaterIsAnotherAndTheFormerIsKept() {
    RunKey key = Samples.signature("s", 15);
    adoptions("first").adopt(key, adding("b", 5), "DU1234567", portfolio(15), Set.of(), Map.of());
    clock.advance(Duration.ofMinutes(15));

    assertThat(adoptions("second").find(key, adding("b", 5))).isEmpty();
    adoptions("second").adopt(key, adding("b", 5), "DU1234567", portfolio(20), Set.of(), Map.of());

    assertThat(held("b")).isEqualTo(BigDecimal.TEN);
    assertThat(
            store.list("positions/paper/fills").stream()
                .map(document -> document.string("invocation"))
                .toList())
        .containsExactly("first", "second");
  }

  @Test
  void aKeyBelongsToOneCorrection() {
    RunKey key = Samples.key("k");
    adoptions("first").adopt(key, adding("b", 5), "DU1234567", portfolio(15), Set.of(), Map.of());

    assertThrows(
        InvalidAdoptionException.class, () -> adoptions("second").find(key, adding("b", 6)));
    assertThrows(
        InvalidAdoptionException.class,
        () ->
            adoptions("second")
                .adopt(key, adding("b", 6), "DU1234567", portfolio(21), Set.of(), Map.of()));
    assertThat(held("b")).isEqualTo(new BigDecimal("5"));
  }

  @Test
  void manyAtOnceBookItOnce() throws Exception {
    RunKey key = Samples.key("k");

    List<Boolean> repetitions =
        Threads.race(
            contenders(),
            thread ->
                () ->
                    adoptions("" + thread)
                        .adopt(key, adding("b", 5), "DU1234567", portfolio(15), Set.of(), Map.of())
                        .adopted()
                        .orElseThrow()
                        .isRepetition());

    assertThat(repetitions.stream().filter(repetition -> !repetition).count()).isEqualTo(1);
    assertThat(held("b")).isEqualTo(new BigDecimal("5"));
  }
}
