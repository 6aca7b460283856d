package dev.ibintents.exactlyonce;

import static com.google.common.truth.Truth.assertWithMessage;

import dev.ibintents.environment.TradingMode;
import dev.ibintents.ibapi.Fill;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.account.PaperPosition;
import dev.ibintents.simulator.account.Valuation;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.store.Document;
import dev.ibintents.trading.books.FillPosting;
import dev.ibintents.trading.books.Posting;
import dev.ibintents.trading.performance.AccountColumns;
import dev.ibintents.trading.performance.DayHoldings;
import dev.ibintents.trading.performance.DayRecord;
import dev.ibintents.trading.performance.PerformanceDays;
import dev.ibintents.trading.performance.Profits;
import dev.ibintents.trading.totals.PostingUnit;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of the simulated account that no strategy has: its first cash, trades by hand,
 * executions that nobody has seen, and nobody's part of conversions. Only the quantity that
 * strategies got of an execution is taken from the books; cash, prices and commissions are the
 * simulator's.
 */
final class Nobody {
  /** The broker rounds the account's value to cents. */
  private static final BigDecimal ROUNDING = new BigDecimal("0.0051");

  /** The broker rounds two values, and the answer rounds the rest. */
  private static final BigDecimal TWO_CENTS = new BigDecimal("0.02");

  /** The answer rounds the revaluation of each currency. */
  private static final BigDecimal FOUR_CURRENCIES = new BigDecimal("0.08");

  private static final String BASE_CURRENCY = "USD";

  /** Values of units have 12 decimals, and parts of commissions four. */
  private static final BigDecimal EXACT = new BigDecimal("0.002");

  private final World world;
  private final SortedMap<String, BigDecimal> firstCash = new TreeMap<>();
  private final Map<String, PaperFill> fills = new TreeMap<>();
  private final List<Moment> moments = new ArrayList<>();
  private final List<Adopted> adoptions = new ArrayList<>();
  private final Map<Integer, Instrument> instruments = new HashMap<>();

  /** A moment at which a day was recorded. */
  private record Moment(
      LocalDate day,
      Map<String, PaperFill> fills,
      int adoptions,
      Map<String, BigDecimal> settled,
      Map<Integer, BigDecimal> costOfFutures) {}

  /** A quantity that a strategy took over, at the broker's value. */
  private record Adopted(int conId, String currency, BigDecimal quantity, BigDecimal value) {}

  Nobody(World world) {
    this.world = world;
  }

  /** The account's first cash is nobody's; what it holds belongs to a strategy. */
  void begin() {
    world.gateway().account().fills(7).forEach(fill -> fills.put(base(fill), fill));
    fills.clear(); // they are in the first cash
    firstCash.putAll(settled());
  }

  static String base(PaperFill fill) {
    return fill.execId().substring(0, fill.execId().lastIndexOf('.'));
  }

  private Map<String, BigDecimal> settled() {
    return world.gateway().account().valuation().settled();
  }

  /** Notes the latest version of every execution. */
  void look() {
    for (PaperFill fill : world.gateway().account().fills(7)) {
      instruments.put(fill.instrument().conId(), fill.instrument());
      fills.put(base(fill), fill);
    }
  }

  /**
   * Posts executions that nobody has seen before the gateway forgot them, as the broker's statement
   * has them.
   *
   * @return the number of executions that strategies got
   */
  int importUnseen() {
    look();
    FillPosting posting = new FillPosting(world.store, TradingMode.PAPER, world.clock, "statement");
    int posted = 0;
    for (PaperFill fill : fills.values()) {
      String path =
          "positions/paper/fills/" + fill.execId().substring(0, fill.execId().length() - 2);
      if (!fill.execution().orderRef().isEmpty() && world.store.get(path + "01").isEmpty()) {
        Posting outcome =
            posting.post(
                new Fill(
                    fill.instrument().executed(fill.execution().exchange()),
                    fill.execution(),
                    Optional.of(fill.commission())),
                new PostingUnit(BigDecimal.ONE, fill.instrument().factor(), Optional.of("USD")));
        posted += outcome.outcome() == Posting.Outcome.BOOKED ? 1 : 0;
      }
    }
    return posted;
  }

  /** Notes what the account has at the moment at which a day was recorded. */
  void recorded() {
    look();
    Valuation valuation = world.gateway().account().valuation();
    Map<Integer, BigDecimal> costs = new HashMap<>();
    for (PaperPosition held : world.gateway().account().holdings()) {
      Instrument instrument = world.gateway().account().instrument(held.conId());
      instruments.put(held.conId(), instrument);
      if (instrument.kind() == Instrument.Kind.FUT) {
        costs.put(held.conId(), held.cost());
      }
    }
    LocalDate day =
        LocalDate.parse(
            world.store.get("positions/paper/portfolio/latest").orElseThrow().string("day"));
    moments.removeIf(moment -> moment.day().equals(day));
    moments.add(new Moment(day, Map.copyOf(fills), adoptions.size(), valuation.settled(), costs));
  }

  boolean isPair(int conId) {
    return instruments.get(conId).kind() == Instrument.Kind.CASH;
  }

  /** The quantities that no strategy has now. */
  SortedMap<Integer, BigDecimal> quantities() {
    look();
    return quantities(fills, adoptions);
  }

  private SortedMap<Integer, BigDecimal> quantities(
      Map<String, PaperFill> executed, List<Adopted> adopted) {
    SortedMap<Integer, BigDecimal> quantities = new TreeMap<>();
    executed
        .values()
        .forEach(fill -> quantities.merge(fill.instrument().conId(), left(fill), BigDecimal::add));
    adopted.forEach(
        taken -> quantities.merge(taken.conId(), taken.quantity().negate(), BigDecimal::add));
    return quantities;
  }

  /** The quantity of an execution that no strategy got. */
  private BigDecimal left(PaperFill fill) {
    BigDecimal left = fill.signedQuantity();
    for (BigDecimal share : shares(fill).values()) {
      left = left.subtract(share);
    }
    return left;
  }

  /**
   * The quantity that each strategy got of an execution by the books. In a conversion it is the
   * quantity of the pair's first currency.
   */
  private Map<String, BigDecimal> shares(PaperFill fill) {
    Map<String, BigDecimal> shares = new TreeMap<>();
    Optional<Document> document = recorded(fill);
    if (document.isEmpty()) {
      return shares;
    }
    shares.putAll(document.get().map("applied").decimals());
    shares.remove("(by hand)");
    boolean isConversion =
        document.get().findMap("source").filter(source -> source.fields().isEmpty()).isPresent();
    if (isConversion && fill.instrument().kind() == Instrument.Kind.CASH) {
      document
          .get()
          .findMap("effects")
          .ifPresent(
              effects ->
                  effects
                      .fields()
                      .keySet()
                      .forEach(
                          id ->
                              effects
                                  .map(id)
                                  .map("cash")
                                  .findMap(fill.instrument().symbol())
                                  .flatMap(cash -> cash.findDecimal("traded"))
                                  .ifPresent(amount -> shares.put(id, amount))));
    }
    return shares;
  }

  /**
   * The document of an execution, or of its latest earlier version. A correction that the broker
   * forgot before the product has seen it is nobody's.
   */
  private Optional<Document> recorded(PaperFill fill) {
    int version = Integer.parseInt(fill.execId().substring(base(fill).length() + 1));
    for (int known = version; known > 0; known--) {
      Optional<Document> document =
          world.store.get("positions/paper/fills/%s.%02d".formatted(base(fill), known));
      if (document.isPresent()) {
        return document;
      }
    }
    return Optional.empty();
  }

  /** Notes that a strategy has taken over quantities at the broker's value. */
  void adopted(SortedMap<Integer, BigDecimal> quantities) {
    Document adoption =
        world.store.list("positions/paper/fills").stream()
            .filter(document -> document.id().startsWith("adopt-"))
            .max(Comparator.comparing(document -> document.instant("timestamp")))
            .orElseThrow();
    quantities.forEach(
        (conId, quantity) ->
            adoptions.add(
                new Adopted(
                    conId,
                    instruments.get(conId).currency(),
                    quantity,
                    adoption.map("prices").decimal(conId.toString()))));
  }

  /**
   * Requires that each day's change of the account is that of strategies and of nobody, and that
   * the answer shows exactly this: a day on which nobody earned anything but by exchange rates has
   * an unattributed profit of 0.
   */
  void prove() {
    PerformanceDays days = new PerformanceDays(world.store, TradingMode.PAPER);
    List<DayRecord> records =
        days.read(moments.get(0).day(), moments.get(moments.size() - 1).day());
    assertWithMessage("days on record").that(records).hasSize(moments.size());
    Profits profits = new Profits(records, List.of());
    AccountColumns shown =
        profits.table(Optional.empty(), Optional.empty(), profits.strategies()).account();
    BigDecimal shownSoFar = BigDecimal.ZERO;
    BigDecimal trueSoFar = BigDecimal.ZERO;
    for (int i = 1; i < records.size(); i++) {
      DayRecord before = records.get(i - 1);
      DayRecord after = records.get(i);
      BigDecimal unattributed = shown.unattributed().get(i - 1);
      shownSoFar = shownSoFar.add(unattributed);
      if (!isValued(before, moments.get(i - 1)) || !isValued(after, moments.get(i))) {
        shownSoFar = BigDecimal.ZERO;
        trueSoFar = BigDecimal.ZERO;
        continue;
      }
      BigDecimal account = exact(after, moments.get(i)).subtract(exact(before, moments.get(i - 1)));
      BigDecimal nobodys =
          equity(after, moments.get(i)).subtract(equity(before, moments.get(i - 1)));
      BigDecimal strategies = strategies(after).subtract(strategies(before));
      assertWithMessage(
              "%s: the account's change %s is that of strategies %s and of nobody %s",
              after.day(), account, strategies, nobodys)
          .that(account.subtract(strategies).subtract(nobodys).abs())
          .isAtMost(EXACT);
      BigDecimal revalued = revaluation(cash(moments.get(i - 1)), before, after);
      BigDecimal shownRevalued = BigDecimal.ZERO;
      for (List<BigDecimal> currency : shown.cashRevaluation().values()) {
        shownRevalued = shownRevalued.add(currency.get(i - 1));
      }
      assertWithMessage("%s: the revaluation of nobody's cash", after.day())
          .that(shownRevalued.subtract(revalued).abs())
          .isAtMost(FOUR_CURRENCIES);
      BigDecimal byHand = nobodys.subtract(revalued);
      assertWithMessage("%s: unattributed, where nobody earned %s", after.day(), byHand)
          .that(unattributed.subtract(byHand).abs())
          .isAtMost(byHand.abs().compareTo(EXACT) <= 0 ? EXACT : TWO_CENTS);
      trueSoFar = trueSoFar.add(byHand);
      assertWithMessage("unattributed up to %s", after.day())
          .that(shownSoFar.subtract(trueSoFar).abs())
          .isAtMost(TWO_CENTS);
    }
  }

  /**
   * Whether the day has the value of all that nobody holds. It does not have that of a contract
   * whose executions were posted later, if neither account nor strategies held it then; and then it
   * is not tied.
   */
  private boolean isValued(DayRecord day, Moment moment) {
    DayHoldings holdings =
        new PerformanceDays(world.store, TradingMode.PAPER).holdings(day.day()).orElseThrow();
    SortedMap<Integer, BigDecimal> quantities =
        quantities(moment.fills(), adoptions.subList(0, moment.adoptions()));
    quantities.values().removeIf(quantity -> quantity.signum() == 0);
    quantities.keySet().removeIf(conId -> isPair(conId) || holdings.units().containsKey(conId));
    if (!quantities.isEmpty()) {
      assertWithMessage("%s is tied, and has no value of %s", day.day(), quantities)
          .that(day.tied())
          .isFalse();
    }
    return quantities.isEmpty();
  }

  private static BigDecimal revaluation(
      Map<String, BigDecimal> cash, DayRecord before, DayRecord after) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> held : cash.entrySet()) {
      if (!held.getKey().equals(BASE_CURRENCY)) {
        BigDecimal change = after.fx().get(held.getKey()).subtract(before.fx().get(held.getKey()));
        sum = sum.add(held.getValue().multiply(change));
      }
    }
    return sum;
  }

  private static BigDecimal strategies(DayRecord day) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String strategy : day.strategies().keySet()) {
      sum = sum.add(day.equity(strategy));
    }
    return sum;
  }

  /**
   * The account's value without the rounding to cents in each currency, at the prices and rates
   * that the broker showed.
   */
  private BigDecimal exact(DayRecord day, Moment moment) {
    BigDecimal exact = BigDecimal.ZERO;
    for (Map.Entry<String, BigDecimal> cash : moment.settled().entrySet()) {
      exact = exact.add(cash.getValue().multiply(day.fx().get(cash.getKey())));
    }
    DayHoldings holdings =
        new PerformanceDays(world.store, TradingMode.PAPER).holdings(day.day()).orElseThrow();
    for (Map.Entry<Integer, DayHoldings.Unit> unit : holdings.units().entrySet()) {
      if (unit.getValue().value() != null) {
        BigDecimal value = unit.getValue().value().multiply(unit.getValue().position());
        BigDecimal cost = moment.costOfFutures().getOrDefault(unit.getKey(), BigDecimal.ZERO);
        exact = exact.add(value.subtract(cost).multiply(day.fx().get(unit.getValue().currency())));
      }
    }
    assertWithMessage("%s: the account's value as shown", day.day())
        .that(day.netLiquidation().subtract(exact).abs())
        .isAtMost(ROUNDING);
    return exact;
  }

  private SortedMap<String, BigDecimal> cash(Moment moment) {
    SortedMap<String, BigDecimal> cash = new TreeMap<>(firstCash);
    for (PaperFill fill : moment.fills().values()) {
      pay(cash, fill);
    }
    adoptions
        .subList(0, moment.adoptions())
        .forEach(
            taken ->
                cash.merge(
                    taken.currency(), taken.quantity().multiply(taken.value()), BigDecimal::add));
    return cash;
  }

  /** The value of nobody's cash and quantities. */
  private BigDecimal equity(DayRecord day, Moment moment) {
    SortedMap<String, BigDecimal> cash = cash(moment);
    List<Adopted> adopted = adoptions.subList(0, moment.adoptions());
    DayHoldings holdings =
        new PerformanceDays(world.store, TradingMode.PAPER).holdings(day.day()).orElseThrow();
    quantities(moment.fills(), adopted)
        .forEach(
            (conId, quantity) -> {
              if (!isPair(conId) && quantity.signum() != 0) {
                DayHoldings.Unit unit = holdings.units().get(conId);
                cash.merge(unit.currency(), quantity.multiply(unit.value()), BigDecimal::add);
              }
            });
    return day.inBase(cash);
  }

  /**
   * Nobody's part of the price and of the commission of an execution: all of it without the
   * strategies' part, by the version that they have.
   */
  private void pay(SortedMap<String, BigDecimal> cash, PaperFill fill) {
    Instrument instrument = fill.instrument();
    BigDecimal owned = fill.signedQuantity().subtract(left(fill));
    BigDecimal price =
        recorded(fill)
            .flatMap(document -> document.findDecimal("price"))
            .orElse(fill.execution().price());
    BigDecimal paid =
        fill.signedQuantity()
            .multiply(fill.execution().price())
            .subtract(owned.multiply(price))
            .multiply(instrument.factor());
    cash.merge(instrument.currency(), paid.negate(), BigDecimal::add);
    if (instrument.kind() == Instrument.Kind.CASH) {
      cash.merge(instrument.symbol(), left(fill), BigDecimal::add);
    }
    cash.merge(instrument.currency(), commission(fill).negate(), BigDecimal::add);
  }

  /**
   * Nobody's part of a commission: all of it without the strategies' part of the commission that
   * they were told, in proportion to their quantities.
   */
  private BigDecimal commission(PaperFill fill) {
    BigDecimal commission = fill.commission().commission();
    Optional<Document> document = recorded(fill);
    Optional<BigDecimal> told = document.flatMap(found -> found.findDecimal("commission"));
    if (told.isEmpty()) {
      return commission;
    }
    BigDecimal owned = BigDecimal.ZERO;
    BigDecimal held = BigDecimal.ZERO;
    for (BigDecimal share : shares(fill).values()) {
      owned = owned.add(share);
      held = held.add(share.abs());
    }
    BigDecimal all = held.add(document.get().decimal("quantity").subtract(owned).abs());
    // The broker keeps the commission of an execution that it cancels; strategies have paid it.
    return all.signum() == 0
        ? commission.subtract(told.get())
        : commission.subtract(told.get().multiply(held).divide(all, 8, RoundingMode.HALF_EVEN));
  }
}
