package dev.ibintents.trading.books;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.store.Document;
import dev.ibintents.store.RecordFields;
import dev.ibintents.trading.Money;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books.OpenOrderEntry;
import dev.ibintents.trading.ledger.SharesDocument;
import dev.ibintents.trading.order.OrderIdentity;
import dev.ibintents.trading.totals.Cash;
import dev.ibintents.trading.totals.Category;
import dev.ibintents.trading.totals.Effect;
import dev.ibintents.trading.totals.Effects;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The records of the books come back from their documents, whatever else these have. */
class BooksRecordsPropertyTest {
  private static Document document(String id, Map<String, Object> fields) {
    Map<String, Object> more = new HashMap<>(fields);
    more.put("note", Map.of("mine", 1));
    return new Document("positions/paper/any/" + id, more);
  }

  @Property(tries = 200)
  void everyOpenOrderComesBack(@ForAll("orders") OpenOrderEntry order) {
    assertThat(OpenOrderDocument.order(document(order.orderRef(), OpenOrderDocument.fields(order))))
        .isEqualTo(order);
  }

  @Property(tries = 200)
  void everyFillComesBack(@ForAll("fills") PostedFill fill) {
    assertThat(
            PostedFill.read(
                document(
                    fill.execId(),
                    RecordFields.of(PostedFill.class, SharesDocument.FORM, Effects.FORM)
                        .fields(fill))))
        .isEqualTo(fill);
  }

  @Provide
  static Arbitrary<OpenOrderEntry> orders() {
    return Combinators.combine(
            names(),
            Arbitraries.integers(),
            Arbitraries.integers().injectNull(0.3),
            Arbitraries.longs(),
            decimals(),
            shares(),
            shares(),
            Arbitraries.longs().between(0, 4_000_000_000_000_000L))
        .as(
            (name, number, client, large, decimal, source, filled, micros) ->
                new OpenOrderEntry(
                    new OrderIdentity(
                        name,
                        "DU" + name,
                        client == null ? OptionalInt.empty() : OptionalInt.of(client),
                        ~number,
                        large),
                    number,
                    decimal,
                    source,
                    filled,
                    PlainDecimal.of(decimal.negate()),
                    Instant.EPOCH.plus(micros, ChronoUnit.MICROS)));
  }

  @Provide
  static Arbitrary<PostedFill> fills() {
    Arbitrary<PostedFill.Cost> costs =
        Combinators.combine(decimals().optional(), names().optional(), decimals().optional())
            .as(PostedFill.Cost::new);
    return Combinators.combine(
            names(),
            Arbitraries.integers(),
            decimals(),
            shares(),
            shares(),
            names().optional(),
            names().optional(),
            costs)
        .as(
            (name, conId, quantity, source, applied, corrects, correctedBy, cost) ->
                new PostedFill(
                    name,
                    "order-" + name,
                    conId,
                    quantity,
                    PlainDecimal.of(quantity.add(BigDecimal.ONE)),
                    source,
                    applied,
                    corrects,
                    correctedBy,
                    cost,
                    new PostedFill.Worth(
                        Optional.of(quantity),
                        Optional.of(BigDecimal.TEN),
                        Optional.of("EUR"),
                        Optional.of(
                            Effects.of(
                                name,
                                Effect.of(Cash.of(Category.TRADED, new Money(quantity, "EUR"))))),
                        Optional.of(Instant.EPOCH),
                        Optional.empty()),
                    name));
  }

  private static Arbitrary<String> names() {
    return Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(12);
  }

  private static Arbitrary<BigDecimal> decimals() {
    return Arbitraries.bigDecimals().ofScale(6).map(PlainDecimal::of);
  }

  private static Arbitrary<Shares> shares() {
    return Arbitraries.maps(names(), decimals()).ofMaxSize(3).map(Shares::of);
  }
}
