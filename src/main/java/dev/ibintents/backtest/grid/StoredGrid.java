package dev.ibintents.backtest.grid;

import dev.ibintents.backtest.BacktestException;
import dev.ibintents.backtest.plan.BacktestPlan;
import dev.ibintents.store.Document;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.NearNames;
import dev.ibintents.store.RecordFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A grid in a store: {@code backtests/{id}} has its settings, and {@code
 * backtests/{id}/points/{number}} the result of each point. Each document has the hash of the
 * grid's inputs. A result with the same hash is not calculated again.
 */
public final class StoredGrid {
  private static final String COLLECTION = "backtests";
  private static final int SHOWN = 10;

  private static final RecordFields<Header> HEADERS = RecordFields.of(Header.class);
  private static final RecordFields<StoredPoint> POINTS = RecordFields.of(StoredPoint.class);

  private final DocumentStore store;
  private final String id;
  private final Grid grid;

  /**
   * The settings of a grid.
   *
   * @param hash the hash of its inputs
   * @param settings the settings of each backtest
   * @param sets the parameters, such as {@code macd.fast=8,12,16}
   */
  private record Header(String hash, SortedMap<String, String> settings, List<String> sets) {}

  /**
   * The result of a point.
   *
   * @param hash the hash of the grid's inputs
   */
  private record StoredPoint(String hash, PointResult result) {}

  private StoredGrid(DocumentStore store, String id, Grid grid) {
    this.store = store;
    this.id = id;
    this.grid = grid;
  }

  private static String path(String id) {
    return COLLECTION + "/" + id;
  }

  /**
   * Writes the settings of a grid, unless they are there.
   *
   * @throws BacktestException if the id is no document's, or another grid has it
   */
  public static StoredGrid begin(DocumentStore store, String id, Grid grid) {
    requireId(id);
    Header header =
        new Header(grid.hash(), grid.request().plan().settings(), grid.request().sets());
    store.<Boolean, RuntimeException>runTransaction(
        transaction -> {
          var present = transaction.get(path(id));
          present.map(HEADERS::record).ifPresent(other -> requireSame(id, other, grid));
          if (present.isEmpty()) {
            transaction.set(path(id), HEADERS.fields(header));
          }
          return present.isEmpty();
        });
    return new StoredGrid(store, id, grid);
  }

  private static void requireId(String id) {
    if (!id.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}")) {
      throw new BacktestException(
          "id is \"%s\"; it must be letters, digits, hyphens, dots and underscores, at most 100"
              .formatted(id));
    }
  }

  private static void requireSame(String id, Header header, Grid grid) {
    if (!header.hash().equals(grid.hash())) {
      throw new BacktestException(
          path(id)
              + " is a grid with other inputs: settings, parameters, documents, bars or the"
              + " product's version differ. Use another id, or the same inputs; with a last day"
              + " (--to) that has passed, later bars change nothing");
    }
  }

  /**
   * Makes the grid that a store has.
   *
   * @param version the product's version
   * @param make makes the grid again
   * @throws BacktestException if there is none, or its inputs have changed
   */
  public static StoredGrid open(
      DocumentStore store, String id, String version, Function<Grid.Request, Grid> make) {
    requireId(id);
    Header header =
        store
            .get(path(id))
            .map(HEADERS::record)
            .orElseThrow(() -> new BacktestException(missing(store, id)));
    Grid grid =
        make.apply(new Grid.Request(new BacktestPlan(header.settings()), header.sets(), version));
    requireSame(id, header, grid);
    return new StoredGrid(store, id, grid);
  }

  private static String missing(DocumentStore store, String id) {
    List<String> ids = store.list(COLLECTION).stream().map(Document::id).toList();
    return "there is no "
        + path(id)
        + NearNames.suggestion(id, ids)
        + (ids.isEmpty() ? "; the store has no grid" : "; the grids are " + String.join(", ", ids));
  }

  /** The grid. */
  public Grid grid() {
    return grid;
  }

  /** Writes the result of a point. */
  public void put(PointResult result) {
    store.set(
        path(id) + "/points/" + result.point(),
        POINTS.fields(new StoredPoint(grid.hash(), result)));
  }

  /** The points of a list that have no result of these inputs yet. */
  public List<GridPoint> missing(List<GridPoint> points) {
    SortedMap<Integer, PointResult> known = new TreeMap<>();
    read(known, new ArrayList<>());
    return points.stream().filter(point -> !known.containsKey(point.number())).toList();
  }

  /**
   * The results of all points, in the order of their numbers.
   *
   * @throws BacktestException if a result is missing, or one belongs to other inputs
   */
  public List<PointResult> complete() {
    SortedMap<Integer, PointResult> known = new TreeMap<>();
    List<String> foreign = new ArrayList<>();
    read(known, foreign);
    if (!foreign.isEmpty()) {
      throw new BacktestException(
          "%s has %d foreign points: %s. They were calculated with other inputs; delete them, or"
                  .formatted(path(id), foreign.size(), numbers(foreign))
              + " calculate the grid under another id");
    }
    List<String> missing =
        grid.points().stream()
            .filter(point -> !known.containsKey(point.number()))
            .map(point -> Integer.toString(point.number()))
            .toList();
    if (!missing.isEmpty()) {
      throw new BacktestException(
          "%s lacks %d of %d points: %s. Run the tasks that have not ended well again; they"
                  .formatted(path(id), missing.size(), grid.points().size(), numbers(missing))
              + " calculate only what is missing");
    }
    return List.copyOf(known.values());
  }

  private void read(Map<Integer, PointResult> known, List<String> foreign) {
    for (Document document : store.list(path(id) + "/points")) {
      StoredPoint stored = POINTS.record(document);
      int number = stored.result().point();
      boolean isOwn =
          stored.hash().equals(grid.hash())
              && document.id().equals(Integer.toString(number))
              && number >= 1
              && number <= grid.points().size();
      if (isOwn) {
        known.put(number, stored.result());
      } else {
        foreign.add(document.id());
      }
    }
  }

  private static String numbers(List<String> numbers) {
    return numbers.stream().limit(SHOWN).collect(Collectors.joining(", "))
        + (numbers.size() > SHOWN ? ", …" : "");
  }
}
