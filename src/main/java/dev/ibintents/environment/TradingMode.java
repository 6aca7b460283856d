package dev.ibintents.environment;

import dev.ibintents.store.StoredWord;

/** The kind of account that is traded: play money or real money. */
public enum TradingMode implements StoredWord {
  /** IB's simulated trading; IB Gateway's API listens on 4002. */
  PAPER("paper", 4002),
  /** Real money; IB Gateway's API listens on 4001. */
  LIVE("live", 4001);

  private final String id;
  private final int defaultApiPort;

  TradingMode(String id, int defaultApiPort) {
    this.id = id;
    this.defaultApiPort = defaultApiPort;
  }

  /** The mode's name in variables, document paths and answers. */
  @Override
  public String id() {
    return id;
  }

  /** The default port of IB Gateway for API clients. */
  public int defaultApiPort() {
    return defaultApiPort;
  }

  /** Whether an account belongs to this mode: the ids of paper accounts begin with D. */
  public boolean fits(String account) {
    return account.startsWith("D") == (this == PAPER);
  }

  @Override
  public String toString() {
    return id;
  }
}
