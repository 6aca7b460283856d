package dev.ibintents.backtest.grid;

import dev.ibintents.backtest.BacktestException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The share of one task in a Cloud Run job. Task i of n takes points i, i + n, i + 2n, and so on.
 *
 * @param index the number of the task, from 0
 * @param count the number of tasks
 */
public record TaskShare(int index, int count) {
  private static final String INDEX = "CLOUD_RUN_TASK_INDEX";
  private static final String COUNT = "CLOUD_RUN_TASK_COUNT";
  private static final int MOST_TASKS = 10_000;

  /**
   * The share that the variables of a Cloud Run job name; empty if neither is set.
   *
   * @throws BacktestException if one is missing or wrong
   */
  public static Optional<TaskShare> from(Map<String, String> variables) {
    String index = variables.getOrDefault(INDEX, "");
    String count = variables.getOrDefault(COUNT, "");
    if (index.isEmpty() && count.isEmpty()) {
      return Optional.empty();
    }
    int tasks = number(COUNT, count, 1, MOST_TASKS);
    return Optional.of(new TaskShare(number(INDEX, index, 0, tasks - 1), tasks));
  }

  private static int number(String name, String text, int smallest, int largest) {
    String right = "a whole number from " + smallest + " to " + largest;
    if (text.isEmpty()) {
      throw new BacktestException(
          "%s is not set; %s and %s belong together, and it must be %s"
              .formatted(name, INDEX, COUNT, right));
    }
    if (text.matches("\\d{1,9}")) {
      int number = Integer.parseInt(text);
      if (number >= smallest && number <= largest) {
        return number;
      }
    }
    throw new BacktestException("%s is \"%s\"; it must be %s".formatted(name, text, right));
  }

  /** The elements of this share. */
  public <T> List<T> of(List<T> all) {
    return IntStream.range(0, all.size())
        .filter(place -> place % count == index)
        .mapToObj(all::get)
        .toList();
  }
}
