package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.store.Document;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.Books;
import dev.ibintents.trading.Parked;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The strategies that there are: those with code, with exposure, or with a document.
 *
 * @param ids their names
 */
record KnownStrategies(SortedSet<String> ids) {
  /** The parameter that names some of them. */
  static final String STRATEGIES = "strategies";

  /** Those of an invocation. */
  static KnownStrategies of(Environment environment) {
    SortedSet<String> ids = new TreeSet<>(Strategies.all().names());
    ids.addAll(environment.configuration().exposure().strategies().keySet());
    environment.store().list("strategies").stream().map(Document::id).forEach(ids::add);
    ids.remove(Parked.OWNER);
    return new KnownStrategies(ids);
  }

  /** Those of an invocation, and those that hold or order something although they are no more. */
  static KnownStrategies orHolding(Environment environment) {
    Books books =
        new Books(environment.store(), environment.variables().tradingMode(), environment.clock());
    SortedSet<String> ids = new TreeSet<>(of(environment).ids());
    ids.addAll(books.holdings().keySet());
    books.openOrders().forEach(order -> ids.addAll(order.source().keySet()));
    ids.removeAll(List.of(Books.BY_HAND, Parked.OWNER));
    return new KnownStrategies(ids);
  }

  /**
   * The strategies that a request names; none if it has no such parameter.
   *
   * @param all what it means to name none
   * @throws InvalidParametersException if some of the names are none, or there are no names
   */
  List<String> named(Parameters parameters, String all) {
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
              + "; there are "
              + String.join(", ", ids));
    }
  }
}
