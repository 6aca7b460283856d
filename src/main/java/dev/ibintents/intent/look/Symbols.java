package dev.ibintents.intent.look;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The symbols of contracts in documents. A contract without a known symbol has its conId. If two
 * contracts have one symbol, the conId follows it.
 */
final class Symbols {
  private final Map<Integer, String> byContract = new HashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  /** Adds a symbol, unless the contract has one already. */
  void add(int conId, String symbol) {
    if (!symbol.isEmpty() && byContract.putIfAbsent(conId, symbol) == null) {
      counts.merge(symbol, 1, Integer::sum);
    }
  }

  /** Adds the names of contracts in an answer. */
  void addAll(SortedMap<String, Integer> contractIds) {
    contractIds.forEach((name, conId) -> add(conId, name));
  }

  /** The contracts among these whose symbols are not known. */
  SortedSet<Integer> missing(Collection<Integer> conIds) {
    SortedSet<Integer> missing = new TreeSet<>(conIds);
    missing.removeAll(byContract.keySet());
    return missing;
  }

  /** The symbol of a contract. */
  String of(int conId) {
    String symbol = byContract.get(conId);
    if (symbol == null) {
      return Integer.toString(conId);
    }
    return counts.get(symbol) > 1 ? symbol + " (conId " + conId + ")" : symbol;
  }
}
