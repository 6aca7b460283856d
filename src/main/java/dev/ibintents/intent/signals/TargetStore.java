package dev.ibintents.intent.signals;

import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Transaction;
import dev.ibintents.strategy.ExternalTarget;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.ledger.RunKeyReusedException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Writes the targets of external strategies, each once. One transaction writes the strategy's
 * document and a record of the request, so that a target is never without its origin.
 *
 * <p>A permanent key is recognised by its record, however late the repetition comes. A repetition
 * never takes the place of a newer target. A signature is recognised for a limited time, and only
 * while its target is the last one. Its repetition makes a target without {@code asOf} young again.
 */
final class TargetStore {
  /** The collection of the records. */
  static final String COLLECTION = "signals";

  private static final String CONTENT = "content";
  private static final String CONTRACTS = "contracts";

  private final DocumentStore store;

  /**
   * @param store the documents, or a draft of them
   */
  TargetStore(DocumentStore store) {
    this.store = store;
  }

  /**
   * A target on record.
   *
   * @param setting the record of the request that set it
   * @param updatedAt the time from which its age counts
   * @param freshMinutes the age in minutes up to which allocations trade on it
   * @param contracts the instruments' numbers by their symbols
   * @param isRepetition whether an earlier request has set it
   */
  record Stored(
      TargetSetting setting,
      Instant updatedAt,
      int freshMinutes,
      SortedMap<String, Long> contracts,
      boolean isRepetition) {}

  /** The path of a record. */
  static String path(String id) {
    return COLLECTION + "/" + id;
  }

  /**
   * Finds the target that an earlier request of the same key has set.
   *
   * @param now the time
   * @throws RunKeyReusedException if the key belongs to a request with other parameters
   */
  Optional<Stored> find(TargetRequest request, Instant now) {
    Document strategy = strategy(request, store::get);
    return earlier(request, now, strategy, store::get)
        .map(record -> stored(strategy, record, true));
  }

  /**
   * Sets a target.
   *
   * @param request the request
   * @param setting the record of it
   * @param contracts the instruments' numbers by their symbols
   * @throws InvalidParametersException if the strategy has newer signals, or is no longer external
   * @throws RunKeyReusedException if the key belongs to a request with other parameters
   */
  Stored set(TargetRequest request, TargetSetting setting, Map<String, Long> contracts) {
    return store.<Stored, RuntimeException>runTransaction(
        transaction -> {
          Document strategy = strategy(request, transaction::get);
          Optional<Document> earlier =
              earlier(request, setting.setAt(), strategy, transaction::get);
          if (earlier.isPresent()) {
            return repeat(transaction, strategy, request, earlier.get(), setting);
          }
          refuseOlder(request, strategy);
          Map<String, Object> record = TargetSetting.FIELDS.fields(setting);
          transaction.update(
              strategy.path(),
              Map.of(
                  ExternalTarget.TARGET, request.target(),
                  ExternalTarget.UPDATED_AT, setting.updatedAt(),
                  ExternalTarget.LAST_SET, Map.copyOf(record)));
          record.put("strategy", request.strategy());
          record.put(ExternalTarget.TARGET, request.target());
          record.put(CONTRACTS, contracts);
          record.put(CONTENT, request.content());
          Document created = new Document(path(setting.id()), record);
          transaction.create(created.path(), created.fields());
          return stored(strategy, created, false);
        });
  }

  private Stored repeat(
      Transaction transaction,
      Document strategy,
      TargetRequest request,
      Document record,
      TargetSetting now) {
    Stored earlier = stored(strategy, record, true);
    if (earlier.setting().invocation().equals(now.invocation())) {
      return stored(
          strategy, record, false); // the store has lost the answer to this invocation's own write
    }
    if (request.key().isPermanent() || request.asOf().isPresent()) {
      return earlier;
    }
    transaction.update(strategy.path(), Map.of(ExternalTarget.UPDATED_AT, now.setAt()));
    return new Stored(
        earlier.setting(), now.setAt(), earlier.freshMinutes(), earlier.contracts(), true);
  }

  private static Document strategy(
      TargetRequest request, Function<String, Optional<Document>> reader) {
    return reader
        .apply(Strategies.path(request.strategy()))
        .filter(TargetRequest::isExternal)
        .orElseThrow(
            () ->
                new InvalidParametersException(
                    "the strategy " + request.strategy() + " is no longer external"));
  }

  private static Optional<Document> earlier(
      TargetRequest request,
      Instant now,
      Document strategy,
      Function<String, Optional<Document>> reader) {
    if (request.key().isPermanent()) {
      Optional<Document> record = reader.apply(path(request.key().id()));
      record.ifPresent(found -> requireSame(request, found));
      return record;
    }
    return lastSet(strategy)
        .filter(last -> last.id().startsWith(request.key().id()))
        .filter(
            last -> now.isBefore(last.setAt().plus(request.key().repeatsWithin().orElseThrow())))
        .flatMap(last -> reader.apply(path(last.id())));
  }

  private static void requireSame(TargetRequest request, Document record) {
    String before = record.string(CONTENT);
    if (!before.equals(request.content())) {
      throw new RunKeyReusedException(
          "the signals %s, set at %s"
              .formatted(record.path(), TargetSetting.FIELDS.record(record).setAt()),
          before,
          request.content());
    }
  }

  /** The record in a strategy's document; empty if there is none, or a person has spoilt it. */
  static Optional<TargetSetting> lastSet(Document strategy) {
    try {
      return strategy.findMap(ExternalTarget.LAST_SET).map(TargetSetting.FIELDS::record);
    } catch (FieldException e) {
      return Optional.empty();
    }
  }

  private static void refuseOlder(TargetRequest request, Document strategy) {
    Optional<Instant> last = lastSet(strategy).flatMap(TargetSetting::asOf);
    if (last.isPresent() && request.asOf().filter(last.get()::isAfter).isPresent()) {
      throw new InvalidParametersException(
          "asOf is %s, and strategies/%s has newer signals, as of %s"
              .formatted(request.asOf().get(), request.strategy(), last.get()));
    }
  }

  private static Stored stored(Document strategy, Document record, boolean isRepetition) {
    TargetSetting setting = TargetSetting.FIELDS.record(record);
    SortedMap<String, Long> contracts = new TreeMap<>();
    record
        .map(CONTRACTS)
        .fields()
        .forEach((symbol, conId) -> contracts.put(symbol, ((Number) conId).longValue()));
    return new Stored(
        setting,
        setting.updatedAt(),
        ExternalTarget.of(strategy).freshMinutes(),
        contracts,
        isRepetition);
  }
}
