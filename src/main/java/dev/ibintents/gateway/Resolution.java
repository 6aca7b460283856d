package dev.ibintents.gateway;

/** What became of looking up one contract. */
public sealed interface Resolution {
  /**
   * It is exactly one instrument.
   *
   * @param contract the instrument
   */
  record Found(ResolvedContract contract) implements Resolution {
    @Override
    public ResolvedContract orThrow() {
      return contract;
    }
  }

  /**
   * It is none, or several.
   *
   * @param reason why, for a person: the contract, and what the gateway says or knows
   */
  record Refused(String reason) implements Resolution {
    @Override
    public ResolvedContract orThrow() {
      throw new UnresolvedContractException(reason);
    }
  }

  /**
   * The instrument.
   *
   * @throws UnresolvedContractException if there is not exactly one
   */
  ResolvedContract orThrow();
}
