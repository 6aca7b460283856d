package dev.ibintents.strategy;

import com.google.gson.JsonObject;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Rebalance;
import dev.ibintents.environment.SettingFields;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.gateway.ContractSpec;
import dev.ibintents.store.Document;
import dev.ibintents.store.NearNames;
import dev.ibintents.strategy.InvocationContext.StateUse;
import dev.ibintents.strategy.StrategyKind.Use;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The table of the kinds of strategies. {@link StrategyKind} says how a kind gets into it.
 *
 * <p>A strategy's document {@code strategies/{id}} names its kind in the field {@code kind}.
 * Without this field, or without a document, the id of the strategy is its kind. Several strategies
 * may have the same kind. {@code enabled: false} switches a strategy off. {@code orderProperties}
 * sets fields of its orders.
 */
public final class Strategies {
  private static final String KIND = "kind";

  /** The table of this process, once it is known. */
  private static volatile Strategies found;

  private final Map<String, StrategyKind> kinds = new LinkedHashMap<>();

  /**
   * A kind of strategy with a given constructor.
   *
   * @param name its name in documents
   * @param use the accounts in which it may trade
   * @param factory creates the strategy of a run
   */
  public record Kind(String name, Use use, Supplier<Strategy> factory) implements StrategyKind {
    @Override
    public Strategy strategy() {
      return factory.get();
    }
  }

  /**
   * Creates a table.
   *
   * @param kinds the kinds, in the order of the table
   * @throws ConfigurationException if two kinds have the same name, or if a kind has none; it says
   *     where their classes are
   */
  public Strategies(List<? extends StrategyKind> kinds) {
    for (StrategyKind kind : kinds) {
      String name = kind.name();
      if (name == null || name.isBlank()) {
        throw new ConfigurationException(
            "%s has no name; name() must return the text of the field kind"
                .formatted(StrategyKinds.place(kind)));
      }
      StrategyKind other = this.kinds.put(name, kind);
      if (other != null) {
        throw new ConfigurationException(
            "two kinds of strategies have the name %s: %s, and %s; give one of them another name"
                .formatted(name, StrategyKinds.place(other), StrategyKinds.place(kind)));
      }
    }
  }

  /** Returns the table of an invocation: all kinds that are found, unless it has another table. */
  public static Strategies of(Environment environment) {
    return environment.replacement(Strategies.class).orElseGet(Strategies::all);
  }

  /**
   * Returns the table of all kinds on the class path, those of this product and those of its users.
   *
   * @throws ConfigurationException if a kind cannot be made, or if two have the same name
   */
  public static Strategies all() {
    Strategies table = found;
    if (table == null) {
      table = new Strategies(StrategyKinds.found(Strategies.class.getClassLoader()));
      found = table;
    }
    return table;
  }

  /** Returns the path of a strategy's document. */
  public static String path(String id) {
    return "strategies/" + id;
  }

  /** Returns a table with one more kind, which replaces a kind of the same name. */
  public Strategies with(StrategyKind kind) {
    Map<String, StrategyKind> more = new LinkedHashMap<>(kinds);
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
   * @param state its memory; empty if it has not looked at it
   */
  public record Wanted(
      Signals signals, JsonObject orderProperties, Rebalance rebalance, Optional<StateUse> state) {}

  /**
   * Returns the signals of a strategy now, with the settings in its document.
   *
   * @throws NoSignalsException if the strategy is unknown, switched off or not allowed in this
   *     account, if its document has a field that is unknown or has a wrong type, if it has no
   *     signals now, or if its memory is too large
   */
  public Wanted wanted(InvocationContext context) {
    Read read = read(context);
    Signals signals = read.strategy().signals(context);
    if (signals == null) {
      throw new NoSignalsException("the strategy " + context.id() + " returned no signals");
    }
    return new Wanted(signals, read.orderProperties(), read.rebalance(), context.stateUse());
  }

  /**
   * Returns the contracts that a strategy will resolve, as far as its document names them.
   *
   * @throws NoSignalsException if it may not trade, as {@link #wanted} does
   */
  public List<ContractSpec> contracts(InvocationContext context) {
    return read(context).strategy().contracts();
  }

  private Read read(InvocationContext context) {
    Read read = read(context.id(), context.findDocument());
    if (!read.enabled()) {
      throw new NoSignalsException(
          NoSignalsException.Kind.SWITCHED_OFF, path(context.id()) + " is not enabled");
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
          : Optional.of(path(id) + " is not enabled");
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
      StrategyKind kind,
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
    StrategyKind kind = kinds.get(named.orElse(id));
    if (kind == null) {
      settings.refuse(unknown(id, document, named));
      // Without a kind it is not known which other fields the document may have.
      document.ifPresent(found -> found.fields().keySet().forEach(settings::value));
      return new Read(null, enabled, rebalance, orderProperties, null);
    }
    Strategy strategy = kind.strategy();
    strategy.read(id, settings);
    return new Read(kind, enabled, rebalance, orderProperties, strategy);
  }

  private String unknown(String id, Optional<Document> document, Optional<String> named) {
    String path = path(id);
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
