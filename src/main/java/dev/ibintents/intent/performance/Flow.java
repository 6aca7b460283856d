package dev.ibintents.intent.performance;

import com.google.gson.JsonObject;
import dev.ibintents.environment.Environment;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.KnownStrategies;
import dev.ibintents.intent.Outcome;
import dev.ibintents.intent.Parameters;
import dev.ibintents.intent.Signature;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.intent.trade.TradingTools;
import dev.ibintents.store.NearNames;
import dev.ibintents.trading.PlainDecimal;
import dev.ibintents.trading.Shares;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.ledger.RunKey;
import dev.ibintents.trading.performance.CashFlow;
import dev.ibintents.trading.performance.Flows;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.regex.Pattern;

/**
 * Records a cash flow of the account that is no trade. It does not contact the gateway.
 *
 * <p>The same request is recorded once, however often and however late it comes. A second flow that
 * is the same needs another note or an {@code Idempotency-Key}.
 */
public final class Flow extends Intent {
  /** The name of the intent. */
  public static final String NAME = "flow";

  /** The parameter with the kind of flow. */
  public static final String KIND = "kind";

  /** The parameter with the amount. */
  public static final String AMOUNT = "amount";

  /** The parameter with the amount's currency. */
  public static final String CURRENCY = "currency";

  /** The parameter with the day. */
  public static final String DATE = "date";

  /** The parameter with a person's words. */
  public static final String NOTE = "note";

  /** The parameter with the strategy that earned or paid it. */
  public static final String STRATEGY = "strategy";

  /** The largest number of digits before the decimal point. */
  private static final int MOST_DIGITS = 15;

  /** The largest number of digits after the decimal point. */
  private static final int MOST_DECIMALS = 8;

  private static final Pattern ISO_CURRENCY = Pattern.compile("[A-Z]{3}");

  private final Optional<CashFlow> asked;

  /**
   * The answer.
   *
   * @param status recorded; already-recorded if an earlier request did the same; dry-run if nothing
   *     is written
   * @param flow the document of the flow
   * @param kind deposit, withdrawal, dividend, interest or fee
   * @param amount the change of the account's cash; negative if money leaves
   * @param currency the amount's currency
   * @param date the day of the flow
   * @param strategy the strategy that earned or paid it; {@code null} if it is nobody's
   * @param note the note; {@code null} if there is none
   * @param takesBack the document of the flow that this one takes back; {@code null} if none
   * @param effect the effect on the figures in words
   * @param recordedAt the time at which it was recorded
   * @param invocation the invocation that recorded it
   * @param repeated whether an earlier request has recorded it, so that nothing is written now
   * @param next the way to take it back, or to record a second one
   */
  public record FlowAnswer(
      String status,
      String flow,
      String kind,
      BigDecimal amount,
      String currency,
      String date,
      String strategy,
      String note,
      String takesBack,
      String effect,
      Instant recordedAt,
      String invocation,
      boolean repeated,
      String next)
      implements Outcome {}

  /** Creates the intent of one invocation. */
  public Flow(Environment environment, Parameters parameters, RunHeaders headers) {
    super(environment, parameters);
    List<String> problems = new ArrayList<>();
    this.asked = read(headers, problems);
    refusals().add(problems);
  }

  /** Reads the request; empty if it is refused. */
  private Optional<CashFlow> read(RunHeaders headers, List<String> problems) {
    Optional<CashFlow.Kind> kind = parameters().text(KIND).flatMap(text -> kind(text, problems));
    Optional<BigDecimal> amount =
        parameters().decimal(AMOUNT).flatMap(number -> amount(number, problems));
    Optional<String> currency = parameters().text(CURRENCY).map(text -> currency(text, problems));
    Optional<LocalDate> date = parameters().text(DATE).flatMap(text -> date(text, problems));
    Optional<String> note = parameters().text(NOTE).map(text -> note(text, problems));
    Shares shares = shares(kind, amount.orElse(BigDecimal.ZERO), problems);
    if (kind.isEmpty()
        || amount.isEmpty()
        || currency.isEmpty()
        || date.isEmpty()
        || !problems.isEmpty()) {
      return Optional.empty(); // a missing parameter is refused already
    }
    return Optional.of(
        new CashFlow(
            id(headers, content(kind.get(), amount.get(), date.get())),
            kind.get(),
            amount.get(),
            currency.get(),
            date.get(),
            note,
            OptionalInt.empty(),
            shares,
            Optional.empty(),
            CashFlow.Origin.REQUEST,
            Optional.empty(),
            environment().clock().instant().truncatedTo(ChronoUnit.MICROS),
            environment().invocation()));
  }

  private static Optional<CashFlow.Kind> kind(String text, List<String> problems) {
    Optional<CashFlow.Kind> kind = CashFlow.Kind.named(text);
    if (kind.isEmpty()) {
      List<String> words = CashFlow.Kind.words();
      problems.add(
          "kind is \"%s\", it must be one of %s%s"
              .formatted(text, String.join(", ", words), NearNames.suggestion(text, words)));
    }
    return kind;
  }

  private static Optional<BigDecimal> amount(BigDecimal number, List<String> problems) {
    BigDecimal plain = PlainDecimal.of(number);
    if (plain.signum() == 0) {
      problems.add("amount is 0; a flow has an amount, negative if money leaves the account");
    } else if (plain.precision() - plain.scale() > MOST_DIGITS || plain.scale() > MOST_DECIMALS) {
      problems.add(
          "amount must have at most %d digits before the point and %d after it"
              .formatted(MOST_DIGITS, MOST_DECIMALS));
    } else {
      return Optional.of(plain);
    }
    return Optional.empty();
  }

  private static String currency(String text, List<String> problems) {
    if (!ISO_CURRENCY.matcher(text).matches()) {
      String upper = text.strip().toUpperCase(Locale.ROOT);
      problems.add(
          "currency is \"%s\", it must be three capital letters such as %s"
              .formatted(text, ISO_CURRENCY.matcher(upper).matches() ? upper : "USD"));
    }
    return text;
  }

  private Optional<LocalDate> date(String text, List<String> problems) {
    LocalDate today = LocalDate.ofInstant(environment().clock().instant(), ZoneOffset.UTC);
    try {
      LocalDate date = LocalDate.parse(text);
      if (!date.isAfter(today)) {
        return Optional.of(date);
      }
      problems.add("date is %s, which is in the future: it is %s in UTC".formatted(text, today));
    } catch (DateTimeException e) {
      problems.add("date is \"%s\", it must be a day such as %s".formatted(text, today));
    }
    return Optional.empty();
  }

  private static String note(String text, List<String> problems) {
    if (text.length() > Outcome.LONGEST) {
      problems.add("note has %d letters, it may have %d".formatted(text.length(), Outcome.LONGEST));
    }
    return text;
  }

  private Shares shares(Optional<CashFlow.Kind> kind, BigDecimal amount, List<String> problems) {
    Optional<String> strategy = parameters().text(STRATEGY);
    if (strategy.isEmpty()) {
      return Shares.NONE;
    }
    SortedSet<String> known =
        KnownStrategies.orHolding(environment(), new TradingTools(environment()).books()).ids();
    if (!known.contains(strategy.get())) {
      problems.add(
          "unknown strategy %s%s; there are %s"
              .formatted(
                  strategy.get(),
                  NearNames.suggestion(strategy.get(), known),
                  String.join(", ", known)));
    }
    if (kind.filter(CashFlow.Kind::isExternal).isPresent()) {
      problems.add(
          "a %s belongs to the account and to no strategy; leave strategy out"
              .formatted(kind.get().id()));
    }
    return Shares.of(strategy.get(), amount);
  }

  /** The request without its dry run, with its amount in plain form. */
  private JsonObject content(CashFlow.Kind kind, BigDecimal amount, LocalDate date) {
    JsonObject content = parameters().json();
    content.remove(TradingIntent.DRY_RUN);
    content.addProperty(KIND, kind.id());
    content.addProperty(AMOUNT, amount.toPlainString());
    content.addProperty(DATE, date.toString());
    return content;
  }

  /** The id of the flow. Equal requests have equal ids, and so have requests of one key. */
  private String id(RunHeaders headers, JsonObject content) {
    RunHeaders key = new RunHeaders(headers.idempotencyKey(), Optional.empty(), Optional.empty());
    return headers.idempotencyKey().isPresent()
        ? RunKey.of(
                environment().variables().tradingMode(),
                NAME,
                key,
                "",
                environment().configuration().retryCheckMinutes(),
                environment().clock().instant())
            .id()
        : "request-" + Signature.of("", NAME, content);
  }

  @Override
  protected Optional<Object> answerWithoutGateway() {
    boolean isDryRun = parameters().flag(TradingIntent.DRY_RUN);
    TradingTools tools = TradingTools.of(environment(), isDryRun);
    Flows flows = new Flows(tools.store(), environment().variables().tradingMode());
    FlowAnswer answer = answer(flows, flows.record(asked.orElseThrow()), isDryRun);
    activity().add(NAME, answer);
    return Optional.of(answer);
  }

  private static FlowAnswer answer(Flows flows, Flows.Recorded recorded, boolean isDryRun) {
    CashFlow flow = recorded.flow();
    String status = recorded.isRepetition() ? "already-recorded" : "recorded";
    return new FlowAnswer(
        isDryRun ? "dry-run" : status,
        flows.path(flow.id()),
        flow.kind().id(),
        flow.amount(),
        flow.currency(),
        flow.date().toString(),
        flow.shares().isEmpty() ? null : flow.shares().strategies().first(),
        flow.note().orElse(null),
        flow.takesBack().map(flows::path).orElse(null),
        effect(flow),
        flow.timestamp(),
        flow.invocation(),
        recorded.isRepetition(),
        next(flow, recorded.isRepetition()));
  }

  private static String effect(CashFlow flow) {
    String money =
        flow.amount().signum() > 0
            ? flow.money() + " came into the account"
            : flow.money().negated() + " left the account";
    if (flow.kind().isExternal()) {
      return money + ", which is no profit and no loss";
    }
    return flow.shares().isEmpty()
        ? money + ", as profit or loss of no strategy"
        : money + ", as profit or loss of " + flow.shares().strategies().first();
  }

  private static String next(CashFlow flow, boolean isRepetition) {
    return isRepetition
        ? "nothing was written; a second flow that is the same needs another note or an"
            + " Idempotency-Key"
        : "to take it back, record %s as its amount, and the rest as it is"
            .formatted(flow.money().negated().amount().toPlainString());
  }

  @Override
  protected Object core() {
    throw new IllegalStateException("a flow is recorded without the gateway");
  }

  @Override
  public String name() {
    return NAME;
  }
}
