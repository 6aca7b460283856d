package dev.ibintents.intent;

import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.trading.Quantities;
import dev.ibintents.trading.books.IgnoredContracts;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The names of contracts in answers: the local symbol, with the conId if the symbol is not unique.
 */
public final class ContractNames {
  private final Map<Integer, Contract> contracts;
  private final Set<String> ambiguous = new HashSet<>();

  /**
   * @param contracts the known contracts, by conId
   */
  public ContractNames(Map<Integer, Contract> contracts) {
    this.contracts = contracts;
    Map<String, Integer> named = new HashMap<>();
    contracts.forEach(
        (conId, contract) -> {
          if (named.put(contract.name(), conId) != null) {
            ambiguous.add(contract.name());
          }
        });
  }

  /**
   * The contract's local symbol. An unknown symbol is replaced by the conId; a symbol of several
   * contracts is followed by it.
   */
  public String of(int conId) {
    Contract contract = contracts.get(conId);
    if (contract == null || contract.name().isEmpty()) {
      return Integer.toString(conId);
    }
    String name = contract.name();
    return ambiguous.contains(name) ? name + " (conId " + conId + ")" : name;
  }

  /** Quantities by name instead of by conId. */
  public SortedMap<String, BigDecimal> of(Quantities quantities) {
    SortedMap<String, BigDecimal> named = new TreeMap<>();
    quantities.forEach((conId, quantity) -> named.put(of(conId), quantity));
    return named;
  }

  /** The account's quantity of each ignored contract, by name; 0 if it holds none. */
  public SortedMap<String, BigDecimal> of(IgnoredContracts ignored) {
    SortedMap<String, BigDecimal> named = new TreeMap<>();
    ignored.forEach((conId, quantity) -> named.put(of(conId), quantity));
    return named;
  }
}
