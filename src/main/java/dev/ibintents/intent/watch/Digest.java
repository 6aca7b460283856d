package dev.ibintents.intent.watch;

import dev.ibintents.channel.EventKind;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.look.PastActivity;
import dev.ibintents.messages.Event;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.messages.FillEvents;
import dev.ibintents.trading.BrokerDay;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Sums up the broker's day: the account, each strategy, trades, problems, and what is due on the
 * next day. It reads the store, and does not contact the gateway. Channels that want digests get it
 * once a day.
 */
public final class Digest extends Intent {
  /** The name of the intent. */
  public static final String NAME = "digest";

  private static final int ACTIVITIES = 60;

  /**
   * The answer.
   *
   * @param day the broker's day; it begins at midnight in New York
   * @param account the account; {@code null} if the day is not on record
   * @param strategies the strategies that have a record of the day
   * @param trades the orders that were filled, in words
   * @param problems the failures and problems, in words
   * @param due the jobs and dates of the next day, in words
   * @param text all of it as text, which channels get
   */
  public record DigestAnswer(
      String day,
      AccountDigest account,
      SortedMap<String, StrategyDigest> strategies,
      List<String> trades,
      List<String> problems,
      List<String> due,
      String text) {}

  /**
   * The account.
   *
   * @param baseCurrency the currency of the amounts
   * @param netLiquidation the net liquidation value at the last snapshot of the day
   * @param profit the change of it since the recorded day before, less deposits; {@code null} if
   *     there is no day before
   * @param since the recorded day before; {@code null} if there is none
   */
  public record AccountDigest(
      String baseCurrency, BigDecimal netLiquidation, BigDecimal profit, String since) {}

  /**
   * A strategy.
   *
   * @param profit the profit since the recorded day before
   * @param costs the commissions and fees, negative
   * @param traded the value of its trades
   */
  public record StrategyDigest(BigDecimal profit, BigDecimal costs, BigDecimal traded) {}

  /** Creates the intent of one invocation. */
  public Digest(Environment environment, Parameters parameters) {
    super(environment, parameters);
  }

  @Override
  protected Optional<Object> answerWithoutGateway() {
    Instant now = environment().clock().instant();
    LocalDate day = BrokerDay.of(now);
    TradingMode mode = environment().variables().tradingMode();
    DayProfit profit = DayProfit.of(environment().store(), mode, day);
    List<String> trades =
        new FillEvents(environment().store(), mode)
            .since(BrokerDay.begin(day)).stream().map(Event::text).toList();
    List<String> problems = problems(mode, day);
    List<String> due = new DueNext(environment(), day).words();
    String text = new DigestText(profit, trades, problems, due).of(day);
    announce(new Event(EventKeys.of(now, NAME), EventKind.DIGEST, now, text));
    return Optional.of(
        new DigestAnswer(
            day.toString(),
            profit.account().orElse(null),
            profit.strategies(),
            trades,
            problems,
            due,
            text));
  }

  private List<String> problems(TradingMode mode, LocalDate day) {
    Set<String> words = new LinkedHashSet<>();
    for (PastActivity activity : PastActivity.newest(environment().store(), mode, ACTIVITIES)) {
      if (BrokerDay.of(activity.timestamp()).equals(day) && !activity.name().equals(Watch.NAME)) {
        activity.exception().ifPresent(failure -> words.add(activity.name() + ": " + failure));
        activity
            .problems()
            .forEach(problem -> words.add(activity.name() + ": " + problem.message()));
      }
    }
    return new ArrayList<>(words);
  }

  @Override
  protected Object core() {
    throw new IllegalStateException("the digest needs no gateway");
  }

  /** The kill switch stops trades. It hides nothing. */
  @Override
  protected boolean isAlwaysExempt() {
    return true;
  }

  @Override
  public String name() {
    return NAME;
  }
}
