package dev.ibintents.intent.look;

import dev.ibintents.environment.Environment;
import dev.ibintents.environment.Problem;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.intent.LookingIntent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.trading.books.Books;
import dev.ibintents.trading.ledger.Leg;
import dev.ibintents.trading.ledger.RecentRuns;
import dev.ibintents.trading.ledger.Run;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Shows the runs that have begun last, with what became of their orders. */
public final class Runs extends LookingIntent {
  /** The parameter with the number of runs. */
  public static final String LAST = "last";

  /** The number of runs that are shown if the request names none. */
  public static final int USUAL = 20;

  private static final int MOST = 200;

  private final int last;

  /**
   * The answer.
   *
   * @param runs the runs, the newest first
   */
  public record RunsAnswer(List<PastRun> runs) {}

  /**
   * A run.
   *
   * @param key the run's id in the ledger
   * @param intent the intent's name
   * @param state running, finished, failed or expired
   * @param begunAt the time at which it began
   * @param endedAt the time at which it ended; {@code null} while it is running
   * @param by the caller in words: the scheduler's job, the caller's key, or the request itself
   * @param invocation the invocation that worked on it last; its log lines carry the same id
   * @param orders its orders
   * @param crossed the quantities that strategies traded with each other
   * @param problems its problems
   */
  public record PastRun(
      String key,
      String intent,
      String state,
      Instant begunAt,
      Instant endedAt,
      String by,
      String invocation,
      List<PastOrder> orders,
      List<Crossing> crossed,
      List<Problem> problems) {}

  /**
   * An order.
   *
   * @param orderRef the order's reference at the broker
   * @param contract the contract's local symbol
   * @param conId the contract's conId
   * @param side BUY or SELL
   * @param quantity the quantity of the order
   * @param state filled; open: it may still be filled, or its executions are not posted yet; ended:
   *     it was not filled to the end; or the ledger's state: planned, sent, rejected, expired,
   *     notSent, unknown
   * @param words the broker's words, or the reason for the state; {@code null} if there are none
   * @param filled the quantity that is posted
   * @param price the average price of the posted quantity, in the contract's currency; {@code null}
   *     if nothing is posted
   * @param strategies the quantity that each strategy wanted, negative to sell
   */
  public record PastOrder(
      String orderRef,
      String contract,
      int conId,
      String side,
      BigDecimal quantity,
      String state,
      String words,
      BigDecimal filled,
      BigDecimal price,
      Map<String, BigDecimal> strategies) {}

  /**
   * A quantity that strategies traded with each other.
   *
   * @param contract the contract's local symbol
   * @param conId the contract's conId
   * @param price the price of one unit, in the contract's currency; {@code null} if none was known
   * @param strategies the quantity that each strategy got, negative if it gave
   */
  public record Crossing(
      String contract, int conId, BigDecimal price, Map<String, BigDecimal> strategies) {}

  /** Creates the intent of one invocation. */
  public Runs(Environment environment, Parameters parameters) {
    super(environment, parameters);
    this.last = parameters.integer(LAST).orElse(USUAL);
    if (last < 1 || last > MOST) {
      refusals().add(List.of("last is %d, it must be from 1 to %d".formatted(last, MOST)));
    }
  }

  @Override
  protected Object look() {
    TradingMode mode = environment().variables().tradingMode();
    List<Run> runs = new RecentRuns(environment().store(), mode).read(last);
    if (runs.isEmpty()) {
      return new RunsAnswer(List.of());
    }
    PostedFills fills = PostedFills.of(environment().store(), mode, runs);
    Set<String> open =
        new Books(environment().store(), mode, environment().clock())
            .openOrders().stream().map(Books.OpenOrderEntry::orderRef).collect(Collectors.toSet());
    PastCrossings crossings = new PastCrossings(environment().store(), mode);
    return new RunsAnswer(runs.stream().map(run -> pastRun(run, fills, open, crossings)).toList());
  }

  private static PastRun pastRun(
      Run run, PostedFills fills, Set<String> open, PastCrossings crossings) {
    RunResult result = RunResult.of(run);
    return new PastRun(
        run.id(),
        run.intent(),
        run.state().id(),
        run.begunAt(),
        run.endedAt().orElse(null),
        run.origin(),
        run.owner(),
        run.legs().stream()
            .map(leg -> pastOrder(leg, fills.of(leg.orderRef()), open.contains(leg.orderRef())))
            .toList(),
        crossings.of(run, result),
        result.problems());
  }

  private static PastOrder pastOrder(Leg leg, PostedFills.Filled filled, boolean isOpen) {
    return new PastOrder(
        leg.orderRef(),
        symbol(leg.contract()),
        leg.contract().conId(),
        leg.action(),
        leg.quantity(),
        state(leg, filled, isOpen),
        leg.message().isEmpty() ? null : leg.message(),
        filled.quantity(),
        filled.price(),
        leg.source().byStrategy());
  }

  private static String state(Leg leg, PostedFills.Filled filled, boolean isOpen) {
    if (filled.quantity().compareTo(leg.quantity()) >= 0) {
      return "filled";
    } else if (leg.state().isTaken()) {
      return isOpen ? "open" : "ended";
    }
    return leg.state().id();
  }

  static String symbol(Contract contract) {
    return contract.name().isEmpty() ? Integer.toString(contract.conId()) : contract.name();
  }

  @Override
  public String name() {
    return "runs";
  }
}
