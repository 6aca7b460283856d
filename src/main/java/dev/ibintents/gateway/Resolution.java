package dev.ibintents.gateway;

/** The result of looking up a contract. */
public sealed interface Resolution {
  /**
   * The contract is exactly one instrument.
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
   * The contract is no instrument, or several.
   *
   * @param reason the contract and the answer of the gateway, for people
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
