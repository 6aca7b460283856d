package dev.ibintents.intent.reconciliation;

import dev.ibintents.trading.books.Reconciled;
import java.math.BigDecimal;
import java.util.Map;

/**
 * An expired future that the broker has settled. Its strategies got its value.
 *
 * @param contract the contract's local symbol
 * @param conId the contract's conId
 * @param price the price of the settlement; the value of one unit if it is that of a day on record
 * @param priceFrom the source of the price, in words
 * @param shares the quantity that each strategy held, negative if short
 * @param document the document of the settlement
 */
record SettledFuture(
    String contract,
    int conId,
    BigDecimal price,
    String priceFrom,
    Map<String, BigDecimal> shares,
    String document) {
  static SettledFuture of(Reconciled.Settled settled) {
    return new SettledFuture(
        settled.contract(),
        settled.conId(),
        settled.price(),
        settled.priceFrom(),
        settled.held().byStrategy(),
        settled.document());
  }
}
