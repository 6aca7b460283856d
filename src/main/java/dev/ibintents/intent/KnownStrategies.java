package dev.ibintents.intent;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.store.Document;
import dev.ibintents.store.NearNames;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The known strategies: those with code, with exposure, or with a document. A name that begins with
 * {@code x-} is no strategy: such fields and documents are the user's own.
 *
 * @param ids the names of the strategies
 * @param documents the strategies' documents, by name; a strategy may have none
 * @param strategies the table of the kinds of strategies
 */
public record KnownStrategies(
    SortedSet<String> ids, Map<String, Document> documents, Strategies strategies) {
  /** The parameter that names strategies. */
  static final String STRATEGIES = "strategies";

  /** The known strategies of an invocation. */
  public static KnownStrategies of(Environment environment) {
    Strategies strategies = Strategies.of(environment);
    SortedSet<String> ids = new TreeSet<>(strategies.names());
    ids.addAll(environment.configuration().exposure().strategies().keySet());
    Map<String, Document> documents = new TreeMap<>();
    environment
        .store()
        .list("strategies")
        .forEach(document -> documents.put(document.id(), document));
    documents.keySet().removeIf(id -> id.startsWith(SettingFields.OWN));
    ids.addAll(documents.keySet());
    ids.remove(Parked.OWNER);
    return new KnownStrategies(ids, documents, strategies);
  }

  /** The known strategies, and former strategies that still have holdings or open orders. */
  public static KnownStrategies orHolding(Environment environment, Books books) {
    KnownStrategies known = of(environment);
    SortedSet<String> ids = new TreeSet<>(known.ids());
    ids.addAll(books.holdings().strategies());
    books.openOrders().forEach(order -> ids.addAll(order.source().strategies()));
    ids.removeAll(List.of(Books.BY_HAND, Parked.OWNER));
    return new KnownStrategies(ids, known.documents(), known.strategies());
  }

  /**
   * The refusal of a request if no document of its strategies can be read. If only some documents
   * cannot be read, those strategies are skipped.
   *
   * @param wanted the names of the requested strategies
   * @return the faults of each document; empty if a document can be read, or a strategy has none
   */
  public Optional<ConfigurationException> refusal(Collection<String> wanted) {
    List<String> refusals = new ArrayList<>();
    for (String id : wanted) {
      Document document = documents.get(id);
      String words = document == null ? "" : strategies.faults(document).words();
      if (words.isEmpty()) {
        return Optional.empty();
      }
      refusals.add(words);
    }
    return refusals.isEmpty()
        ? Optional.empty()
        : Optional.of(new ConfigurationException(String.join("; ", refusals)));
  }

  /**
   * The strategies that a request names; empty if it has no such parameter.
   *
   * @param meaningOfNone the meaning of a request that names no strategy, for the message
   * @throws InvalidParametersException if a name is unknown, or the list is empty
   */
  public List<String> named(Parameters parameters, String meaningOfNone) {
    List<String> named = parameters.texts(STRATEGIES);
    if (named.isEmpty() && parameters.value(STRATEGIES).isPresent()) {
      throw new InvalidParametersException(
          STRATEGIES + " is empty; leave it out to " + meaningOfNone);
    }
    require(named);
    return named;
  }

  private void require(List<String> named) {
    List<String> unknown = named.stream().filter(id -> !ids.contains(id)).toList();
    if (!unknown.isEmpty()) {
      throw new InvalidParametersException(
          "unknown strategies "
              + String.join(", ", unknown)
              + NearNames.suggestion(unknown.get(0), ids)
              + "; there are "
              + String.join(", ", ids));
    }
  }
}
