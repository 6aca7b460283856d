package dev.ibintents.intent;

import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.store.Document;
import dev.ibintents.store.NearNames;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.books.Parked;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The strategies that there are: those with code, with exposure, or with a document. Names that
 * begin with {@code x-} are none: such fields and documents are the user's own.
 *
 * @param ids their names
 * @param documents their documents, by name, as far as they have one
 */
public record KnownStrategies(SortedSet<String> ids, Map<String, Document> documents) {
  /** The parameter that names some of them. */
  static final String STRATEGIES = "strategies";

  /** Those of an invocation. */
  public static KnownStrategies of(Environment environment) {
    SortedSet<String> ids = new TreeSet<>(Strategies.all().names());
    ids.addAll(environment.configuration().exposure().strategies().keySet());
    Map<String, Document> documents = new TreeMap<>();
    environment
        .store()
        .list("strategies")
        .forEach(document -> documents.put(document.id(), document));
    documents.keySet().removeIf(id -> id.startsWith(SettingFields.OWN));
    ids.addAll(documents.keySet());
    ids.remove(Parked.OWNER);
    return new KnownStrategies(ids, documents);
  }

  /** Those of an invocation, and those that hold or order something although they are no more. */
  public static KnownStrategies orHolding(Environment environment, Books books) {
    KnownStrategies known = of(environment);
    SortedSet<String> ids = new TreeSet<>(known.ids());
    ids.addAll(books.holdings().strategies());
    books.openOrders().forEach(order -> ids.addAll(order.source().strategies()));
    ids.removeAll(List.of(Books.BY_HAND, Parked.OWNER));
    return new KnownStrategies(ids, known.documents());
  }

  /**
   * The refusal of a request for strategies of which no document can be read. Where only some
   * cannot be read, they are skipped.
   *
   * @param wanted their names
   * @return what is wrong with each document; empty if one can be read, or has to be found yet
   */
  public Optional<ConfigurationException> refusal(Collection<String> wanted) {
    List<String> refusals =
        wanted.stream()
            .map(id -> Optional.ofNullable(documents.get(id)))
            .flatMap(Optional::stream)
            .map(Strategies.all()::faults)
            .map(SettingFields.Faults::words)
            .filter(words -> !words.isEmpty())
            .toList();
    return refusals.isEmpty() || refusals.size() < wanted.size()
        ? Optional.empty()
        : Optional.of(new ConfigurationException(String.join("; ", refusals)));
  }

  /**
   * The strategies that a request names; none if it has no such parameter.
   *
   * @param all what it means to name none
   * @throws InvalidParametersException if some of the names are none, or there are no names
   */
  public List<String> named(Parameters parameters, String all) {
    List<String> named = parameters.texts(STRATEGIES);
    if (named.isEmpty() && parameters.value(STRATEGIES).isPresent()) {
      throw new InvalidParametersException(STRATEGIES + " is empty; leave it out to " + all);
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
