package dev.ibintents.trading.statement;

import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.Fields;
import dev.ibintents.trading.Holdings;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.totals.Crossing;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The holdings of the past: the present ones without the executions, crossings, corrections and
 * splits that came later. It reads all of them, so make it only when it is needed.
 */
final class BookHistory {
  private final Holdings holdings;
  private final List<Change> changes = new ArrayList<>();

  /**
   * A change of holdings.
   *
   * @param conId the contract
   * @param time the time of the change
   * @param shares the change for each owner
   * @param isAdoption whether a person has corrected the holdings
   */
  private record Change(int conId, Instant time, Shares shares, boolean isAdoption) {}

  /**
   * @param store the documents
   * @param books the books
   * @param positions the path of the books
   */
  BookHistory(DocumentStore store, Books books, String positions) {
    this.holdings = books.holdings();
    store.list(positions + "/fills").forEach(this::fill);
    store.list(Crossing.collection(positions)).forEach(this::crossing);
    store.list(positions + "/" + SplitImport.ACTIONS).forEach(this::split);
  }

  /** The holdings of a contract just before a moment, by owner. */
  Shares heldBefore(int conId, Instant moment) {
    return changes.stream()
        .filter(change -> change.conId == conId && !change.time.isBefore(moment))
        .map(change -> change.shares)
        .reduce(holdings.of(conId), Shares::minus);
  }

  /** The holdings of all owners together just before a moment. */
  Quantities totalBefore(Instant moment) {
    Quantities total = holdings.total();
    for (Change change : changes) {
      if (!change.time.isBefore(moment)) {
        total = total.plus(change.conId, change.shares.total().negate());
      }
    }
    return total;
  }

  /** Whether a person has corrected the holdings of a contract from a moment on. */
  boolean isAdoptedSince(int conId, Instant moment) {
    return changes.stream()
        .anyMatch(
            change -> change.isAdoption && change.conId == conId && !change.time.isBefore(moment));
  }

  private void fill(Document document) {
    Optional<Fields> corrections = document.findMap("corrections");
    if (corrections.isPresent()) {
      adoption(corrections.get(), document.instant("timestamp"));
    } else if (document.findString("correctedBy").isEmpty()) {
      Shares applied = Shares.of(document.map("applied").decimals());
      changes.add(
          new Change(
              Math.toIntExact(document.integer("contractId")),
              time(document),
              applied.without(Shares.BY_HAND),
              false));
    }
  }

  /** The time of an execution; the time of its posting if the gateway's text has no zone. */
  private static Instant time(Document document) {
    try {
      return Instant.parse(document.findString("time").orElse(""));
    } catch (DateTimeException noZone) {
      return document.instant("timestamp");
    }
  }

  private void adoption(Fields corrections, Instant time) {
    for (String owner : corrections.fields().keySet()) {
      corrections
          .map(owner)
          .decimals()
          .forEach(
              (conId, quantity) ->
                  changes.add(
                      new Change(Integer.parseInt(conId), time, Shares.of(owner, quantity), true)));
    }
  }

  private void crossing(Document document) {
    Fields contracts = document.map("contracts");
    for (String conId : contracts.fields().keySet()) {
      Shares shares = Shares.of(contracts.map(conId).map("source").decimals());
      changes.add(
          new Change(
              Integer.parseInt(conId),
              document.instant("timestamp"),
              shares.without(Shares.BY_HAND),
              false));
    }
  }

  private void split(Document document) {
    SortedMap<Integer, Shares> byContract = SplitImport.changes(document);
    byContract.forEach(
        (conId, shares) ->
            changes.add(new Change(conId, document.instant("effectiveAt"), shares, false)));
  }

  /** The quantities by contract, from positions of a statement. */
  static Quantities of(List<StatementPosition> positions) {
    SortedMap<Integer, BigDecimal> quantities = new TreeMap<>();
    positions.forEach(
        position -> quantities.merge(position.conId(), position.quantity(), BigDecimal::add));
    return new Quantities(quantities);
  }
}
