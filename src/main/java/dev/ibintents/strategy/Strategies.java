package dev.ibintents.strategy;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.store.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The table of the kinds of strategies. Whoever writes one adds a line to {@link #all}.
 *
 * <p>A strategy's document {@code strategies/{id}} names its kind in the field {@code kind};
 * without that field, or without a document, its id is its kind. Several strategies may be of one
 * kind. {@code enabled: false} switches one off.
 */
public final class Strategies {
  private final Map<String, Kind> kinds = new LinkedHashMap<>();

  /**
   * One kind of strategy.
   *
   * @param name its name in documents
   * @param use in which accounts it may trade
   * @param factory makes the strategy of one run
   */
  public record Kind(String name, Use use, Supplier<Strategy> factory) {}

  /** In which accounts a kind of strategy may trade. */
  public enum Use {
    /** In any account. */
    ANY_ACCOUNT,
    /** With play money only: an example. */
    PAPER_ONLY
  }

  /**
   * @param kinds the kinds, in the order in which they are listed
   */
  public Strategies(List<Kind> kinds) {
    kinds.forEach(kind -> this.kinds.put(kind.name(), kind));
  }

  /** All kinds of this product. */
  public static Strategies all() {
    return new Strategies(
        List.of(
            new Kind("dummy", Use.PAPER_ONLY, DummyStrategy::new),
            new Kind("weights", Use.ANY_ACCOUNT, WeightsStrategy::new),
            new Kind("external", Use.ANY_ACCOUNT, ExternalStrategy::new),
            new Kind("macd", Use.ANY_ACCOUNT, MacdStrategy::new)));
  }

  /** The names of the kinds, in the order in which they are listed. */
  public List<String> names() {
    return List.copyOf(kinds.keySet());
  }

  /**
   * What a strategy wants to hold now.
   *
   * @throws NoSignalsException if it is not known, switched off, not for this account, or has no
   *     signals now
   */
  public Signals signals(StrategyContext context) {
    Kind kind = kind(context);
    Signals signals = kind.factory().get().signals(context);
    if (signals == null) {
      throw new NoSignalsException("the strategy " + context.id() + " has given no signals");
    }
    return signals;
  }

  private Kind kind(StrategyContext context) {
    Optional<Document> document = context.findDocument();
    if (!document.flatMap(fields -> fields.findBool("enabled")).orElse(true)) {
      throw new NoSignalsException(
          NoSignalsException.Kind.SWITCHED_OFF,
          StrategyContext.path(context.id()) + " is not enabled");
    }
    Optional<String> named = document.flatMap(fields -> fields.findString("kind"));
    Kind kind = kinds.get(named.orElse(context.id()));
    if (kind == null) {
      throw new NoSignalsException(NoSignalsException.Kind.UNKNOWN, unknown(context, named));
    }
    if (kind.use() == Use.PAPER_ONLY && context.tradingMode() == TradingMode.LIVE) {
      throw new NoSignalsException(
          "strategies of the kind " + kind.name() + " are examples and trade no real money");
    }
    return kind;
  }

  private String unknown(StrategyContext context, Optional<String> named) {
    String path = StrategyContext.path(context.id());
    String problem =
        named
            .map(kind -> path + " is of the kind \"" + kind + "\", which does not exist")
            .orElseGet(
                () ->
                    context.findDocument().isEmpty()
                        ? "there is no document " + path
                        : path + " does not say of which kind it is");
    return problem + "; the kinds are " + String.join(", ", kinds.keySet());
  }
}
