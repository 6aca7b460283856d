package dev.ibintents.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Finds the names that somebody may have meant. */
public final class NearNames {
  private static final int SUGGESTIONS = 3;

  private NearNames() {}

  /** Such as {@code "; did you mean lmtPrice?"}; empty if no name is near. */
  public static String suggestion(String wrong, Collection<String> names) {
    String asked = wrong.toLowerCase(Locale.ROOT);
    if (asked.length() > 64) {
      return "";
    }
    int furthest = Math.max(2, asked.length() / 3);
    List<String> near =
        names.stream()
            .filter(name -> distance(asked, name.toLowerCase(Locale.ROOT)) <= furthest)
            .sorted(Comparator.comparingInt(name -> distance(asked, name.toLowerCase(Locale.ROOT))))
            .limit(SUGGESTIONS)
            .toList();
    return near.isEmpty()
        ? ""
        : near.stream().collect(Collectors.joining(" or ", "; did you mean ", "?"));
  }

  /** How many letters to insert, delete or replace (Levenshtein). */
  private static int distance(String from, String to) {
    int[] costs = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replaced, Math.min(costs[j], costs[j - 1]) + 1);
      }
    }
    return costs[to.length()];
  }
}
