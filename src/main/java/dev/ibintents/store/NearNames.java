package dev.ibintents.store;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Suggests known names that are near to an unknown one. */
public final class NearNames {
  private static final int SUGGESTIONS = 3;

  /** The longest unknown name, in letters, for which names are compared. */
  private static final int LONGEST = 64;

  private NearNames() {}

  /**
   * Returns words such as {@code "; did you mean lmtPrice?"}; an empty text if no name is near.
   *
   * <p>A name is near if at most 2 letters differ, or at most a third of the longer name. At least
   * one letter must be the same. Upper and lower case do not matter.
   *
   * @param wrong the unknown name
   * @param names the known names
   */
  public static String suggestion(String wrong, Collection<String> names) {
    String asked = wrong.toLowerCase(Locale.ROOT);
    if (asked.length() > LONGEST) {
      return "";
    }
    List<String> near =
        names.stream()
            .filter(name -> isNear(asked, name.toLowerCase(Locale.ROOT)))
            .sorted(Comparator.comparingInt(name -> distance(asked, name.toLowerCase(Locale.ROOT))))
            .limit(SUGGESTIONS)
            .toList();
    return near.isEmpty()
        ? ""
        : near.stream().collect(Collectors.joining(" or ", "; did you mean ", "?"));
  }

  private static boolean isNear(String asked, String name) {
    int longer = Math.max(asked.length(), name.length());
    int distance = distance(asked, name);
    return distance <= Math.max(2, longer / 3) && (distance == 0 || distance < longer);
  }

  /** Returns the number of letters to insert, delete or replace (the Levenshtein distance). */
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
