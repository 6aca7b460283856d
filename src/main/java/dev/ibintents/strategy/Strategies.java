package dev.ibintents.strategy;

import com.google.gson.JsonObject;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Rebalance;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import dev.ibintents.store.NearNames;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The table of the kinds of strategies. A new kind needs a line in {@link #all}.
 *
 * <p>A strategy's document {@code strategies/{id}} names its kind in the field {@code kind}.
 * Without this field, or without a document, the id of the strategy is its kind. Several strategies
 * may have the same kind. {@code enabled: false} switches a strategy off. {@code orderProperties}
 * sets fields of its orders.
 */
public final class Strategies {
  private static final String KIND = "kind";

  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /**
   * A kind of strategy.
   *
   * @param name its name in documents
   * @param use the accounts in which it may trade
   * @param factory creates the strategy of a run
   */
  public record Kind(String name, Use use, Supplier<Strategy> factory) {}

  /** The accounts in which a kind of strategy may trade. */
  public enum Use {
    /** In any account. */
    ANY_ACCOUNT,
    /** In paper accounts only: an example. */
    PAPER_ONLY
  }

  /**
   * Creates a table.
   *
   * @param kinds the kinds, in the order of the table
   */
  public Strategies(List<Kind> kinds) {
    kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
  }

  /** Returns the table of an invocation: all kinds of this product, unless it has another table. */
  public static Strategies of(Environment environment) {
    return environment.replacement(Strategies.class).orElseGet(Strategies::all);
  }

  /** Returns the table of all kinds of this product. */
  public static Strategies all() {
    return new Strategies(
        List.of(
            new Kind("dummy", Use.PAPER_ONLY, DummyStrategy::new),
            new Kind("weights", Use.ANY_ACCOUNT, WeightsStrategy::new),
            new Kind(ExternalTarget.KIND, Use.ANY_ACCOUNT, ExternalStrategy::new),
            new Kind("macd", Use.ANY_ACCOUNT, MacdStrategy::new)));
  }

  /** Returns a table with one more kind, which replaces a kind of the same name. */
  public Strategies with(Kind kind) {
    Map<String, Kind> more = new LinkedHashMap<>(kinds);
    more.put(kind.name(), kind);
    return new Strategies(List.copyOf(more.values()));
  }

  /** Returns the names of the kinds, in the order of the table. */
  public List<String> names() {
    return List.copyOf(kinds.keySet());
  }

  /**
   * A strategy's signals, with the settings in its document.
   *
   * @param signals its signals
   * @param orderProperties the properties of its orders, under their TWS API names; empty if it has
   *     none
   * @param rebalance its settings about differences from targets
   */
  public record Wanted(Signals signals, JsonObject orderProperties, Rebalance rebalance) {}

  /**
   * Returns the signals of a strategy now, with the settings in its document.
   *
   * @throws NoSignalsException if the strategy is unknown, switched off or not allowed in this
   *     account, if its document has a field that is unknown or has a wrong type, or if it has no
   *     signals now
   */
  public Wanted wanted(StrategyContext context) {
    Read read = read(context);
    Signals signals = read.strategy().signals(context);
    if (signals == null) {
      throw new NoSignalsException("the strategy " + context.id() + " returned no signals");
    }
    return new Wanted(signals, read.orderProperties(), read.rebalance());
  }

  private Read read(StrategyContext context) {
    Read read = read(context.id(), context.findDocument());
    if (!read.enabled()) {
      throw new NoSignalsException(
          NoSignalsException.Kind.SWITCHED_OFF,
          StrategyContext.path(context.id()) + " is not enabled");
    }
    if (read.kind().use() == Use.PAPER_ONLY && context.tradingMode() == TradingMode.LIVE) {
      throw new NoSignalsException(
          "strategies of the kind " + read.kind().name() + " are examples and trade no real money");
    }
    return read;
  }

  /**
   * Returns why the document of a strategy does not allow it to trade; empty if it does.
   *
   * @param id the strategy's id
   * @param document its document, if there is one
   */
  public Optional<String> refusal(String id, Optional<Document> document) {
    try {
      return read(id, document).enabled()
          ? Optional.empty()
          : Optional.of(StrategyContext.path(id) + " is not enabled");
    } catch (NoSignalsException e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Returns the faults in the document of a strategy. */
  public SettingFields.Faults faults(Document document) {
    return SettingFields.faults(
        document, settings -> read(document.id(), Optional.of(document), settings));
  }

  /** Returns the names of the fields of a kind's documents, sorted. */
  public List<String> fieldNames(String kind) {
    return SettingFields.names(settings -> read(kind, Optional.empty(), settings));
  }

  /** A strategy, its kind, its switch and its settings, as read from its document. */
  private record Read(
      Kind kind,
      boolean enabled,
      Rebalance rebalance,
      JsonObject orderProperties,
      Strategy strategy) {}

  private Read read(String id, Optional<Document> document) {
    try {
      return SettingFields.read(document, settings -> read(id, document, settings));
    } catch (ConfigurationException e) {
      throw new NoSignalsException(
          isKnown(document) ? NoSignalsException.Kind.FAILED : NoSignalsException.Kind.UNKNOWN,
          e.getMessage(),
          e);
    }
  }

  /** Whether the strategy has a document of a known kind. */
  private boolean isKnown(Optional<Document> document) {
    return document.map(found -> kinds.containsKey(kindName(found))).orElse(false);
  }

  /** Returns the name of the kind of a strategy's document, which may be of no known kind. */
  public static String kindName(Document document) {
    return String.valueOf(document.fields().getOrDefault(KIND, document.id()));
  }

  private Read read(String id, Optional<Document> document, SettingFields settings) {
    boolean enabled = settings.flag("enabled", true);
    Rebalance rebalance = Rebalance.read(settings);
    JsonObject orderProperties = WrittenOrderProperties.read(id, settings);
    Optional<String> named = settings.text(KIND);
    Kind kind = kinds.get(named.orElse(id));
    if (kind == null) {
      settings.refuse(unknown(id, document, named));
      // Without a kind it is not known which other fields the document may have.
      document.ifPresent(found -> found.fields().keySet().forEach(settings::value));
      return new Read(null, enabled, rebalance, orderProperties, null);
    }
    Strategy strategy = kind.factory().get();
    strategy.read(id, settings);
    return new Read(kind, enabled, rebalance, orderProperties, strategy);
  }

  private String unknown(String id, Optional<Document> document, Optional<String> named) {
    String path = StrategyContext.path(id);
    String problem =
        named
            .map(kind -> path + " is of the kind \"" + kind + "\", which does not exist")
            .orElseGet(
                () ->
                    document.isEmpty()
                        ? "there is no document " + path
                        : path + " does not name its kind");
    return problem
        + NearNames.suggestion(named.orElse(id), kinds.keySet())
        + "; the kinds are "
        + String.join(", ", kinds.keySet());
  }
}
