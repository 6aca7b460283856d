package dev.ibintents.strategy;

/**
 * A kind of strategy: its name in documents, and the constructor of its strategies. The file {@code
 * META-INF/services/dev.ibintents.strategy.StrategyKind} names the classes of a project's kinds,
 * each on a line. {@link java.util.ServiceLoader} makes each of them once, with a public
 * constructor without parameters.
 */
public interface StrategyKind {

  /** The accounts in which a kind of strategy may trade. */
  enum Use {
    /** In any account. */
    ANY_ACCOUNT,
    /** In paper accounts only: an example. */
    PAPER_ONLY
  }

  /** Returns the name that the field {@code kind} of a document has. No other kind has it. */
  String name();

  /** Returns the accounts in which it may trade. */
  default Use use() {
    return Use.ANY_ACCOUNT;
  }

  /** Returns a new strategy, for one run. */
  Strategy strategy();
}
