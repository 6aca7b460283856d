package dev.ibintents.trading.statement;

import static dev.ibintents.trading.statement.FlexFields.*;

import dev.ibintents.trading.Money;
import dev.ibintents.trading.Side;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The rows of one statement as they are read, put together to a {@link FlexStatement}. */
final class FlexSections {
  private static final String EXECUTION = "EXECUTION";
  private static final String ORDER = "ORDER";
  private static final String DETAIL = "DETAIL";
  private static final String SUMMARY = "SUMMARY";
  private static final String CANCELLED = "(Ca.)";

  /** A relative difference of money and price × quantity that rounding does not explain. */
  private static final BigDecimal TOLERANCE = new BigDecimal("0.01");

  private final FlexRow head;
  private final SortedSet<String> sections = new TreeSet<>();
  private final List<StatementTrade> trades = new ArrayList<>();
  private final Map<String, String> orderRefs = new HashMap<>();
  private final List<StatementCash> cash = new ArrayList<>();
  private final List<StatementAction> actions = new ArrayList<>();
  private final List<StatementPosition> positions = new ArrayList<>();
  private final SortedMap<String, Integer> ignored = new TreeMap<>();

  /**
   * @param head the statement's own element, with account and days
   */
  FlexSections(FlexRow head) {
    this.head = head;
  }

  /** Notes that the statement has a section, even if it has no rows. */
  void section(String name) {
    sections.add(name);
  }

  /** Adds a row of a section. */
  void add(String section, FlexRow row) {
    boolean isRead =
        switch (section) {
          case FlexStatement.TRADES -> trade(row);
          case FlexStatement.CASH -> cash(row);
          case FlexStatement.ACTIONS -> action(row);
          case FlexStatement.POSITIONS -> position(row);
          default -> false;
        };
    if (!isRead) {
      ignored.merge(section, 1, Integer::sum);
    }
  }

  /** The statement. */
  FlexStatement statement() {
    LocalDate from = head.date(FROM_DATE);
    return new FlexStatement(
        head.required(ACCOUNT),
        from,
        head.findDate(TO_DATE).orElse(from),
        sections,
        List.copyOf(trades),
        Map.copyOf(orderRefs),
        List.copyOf(cash),
        List.copyOf(actions),
        List.copyOf(positions),
        ignored);
  }

  /** Whether a row is of this level of detail. A query may leave the field out. */
  private static boolean isOf(String level, FlexRow row) {
    String found = row.text(LEVEL_OF_DETAIL);
    return found.isEmpty() || found.equals(level);
  }

  /** Reads an execution. Rows of whole orders say only which reference an order has. */
  private boolean trade(FlexRow row) {
    String orderRef = row.text(ORDER_REFERENCE);
    String orderId = row.text(ORDER_ID);
    if (!orderRef.isEmpty() && !orderId.isEmpty()) {
      orderRefs.put(orderId, orderRef);
    }
    if (!row.element().equals("Trade") || !isOf(EXECUTION, row)) {
      return row.element().equals("Order") || row.text(LEVEL_OF_DETAIL).equals(ORDER);
    }
    if (!row.has(EXEC_ID)) {
      row.required(EXEC_ID);
    }
    String words = row.required(BUY_SELL);
    Side side =
        Side.of(words.replace(CANCELLED, "").strip())
            .orElseThrow(() -> row.fault(BUY_SELL, words, "BUY or SELL"));
    boolean isCancelled =
        words.endsWith(CANCELLED) || row.text(TRANSACTION_TYPE).endsWith("Cancel");
    BigDecimal quantity = row.decimal(QUANTITY).abs();
    BigDecimal price = row.decimal(TRADE_PRICE);
    trades.add(
        new StatementTrade(
            row.text(EXEC_ID),
            orderRef,
            orderId,
            contract(row, quantity.multiply(price)),
            row.text(TRANSACTION_TYPE),
            side,
            isCancelled,
            side.signed(quantity),
            price,
            commission(row),
            row.moment(DATE_TIME),
            row.text(EXCHANGE)));
    return true;
  }

  /** The commission. A statement has costs as negative amounts, and the books as positive ones. */
  private static Optional<Money> commission(FlexRow row) {
    return row.findDecimal(COMMISSION)
        .map(
            amount ->
                new Money(
                    amount.negate(),
                    row.text(COMMISSION_CURRENCY).isEmpty()
                        ? row.required(CURRENCY)
                        : row.text(COMMISSION_CURRENCY)));
  }

  /**
   * The contract of an execution. If the multiplier does not explain the traded money, the money
   * decides: prices may be quoted in another unit than the currency, such as pence.
   */
  private static StatementContract contract(FlexRow row, BigDecimal value) {
    BigDecimal multiplier =
        row.findDecimal(MULTIPLIER).filter(given -> given.signum() > 0).orElse(BigDecimal.ONE);
    Optional<BigDecimal> money = row.findDecimal(TRADE_MONEY).map(BigDecimal::abs);
    if (money.isPresent() && money.get().signum() > 0 && value.signum() != 0) {
      BigDecimal explained = value.abs().multiply(multiplier);
      BigDecimal rest = explained.subtract(money.get()).abs();
      if (rest.compareTo(money.get().multiply(TOLERANCE)) > 0) {
        multiplier =
            money.get().divide(value.abs(), MathContext.DECIMAL64).round(new MathContext(6));
      }
    }
    return new StatementContract(
        row.conId(CON_ID),
        row.text(SYMBOL),
        row.text(ASSET_CLASS),
        row.required(CURRENCY),
        multiplier);
  }

  private boolean cash(FlexRow row) {
    if (!isOf(DETAIL, row)) {
      return row.text(LEVEL_OF_DETAIL).equals(SUMMARY);
    }
    cash.add(
        new StatementCash(
            row.required(TRANSACTION_ID),
            row.required(TYPE),
            new Money(row.decimal(AMOUNT), row.required(CURRENCY)),
            row.findConId(CON_ID),
            row.findDate(REPORT_DATE).orElseGet(() -> row.date(DATE_TIME)),
            row.findDate(EX_DATE),
            row.text(DESCRIPTION)));
    return true;
  }

  private boolean action(FlexRow row) {
    if (!isOf(DETAIL, row)) {
      return row.text(LEVEL_OF_DETAIL).equals(SUMMARY);
    }
    String action = row.text(ACTION_DESCRIPTION);
    actions.add(
        new StatementAction(
            row.required(TRANSACTION_ID),
            row.required(TYPE),
            row.conId(CON_ID),
            row.text(SYMBOL),
            row.decimal(QUANTITY),
            row.moment(row.text(DATE_TIME).isEmpty() ? REPORT_DATE : DATE_TIME),
            action.isEmpty() ? row.text(DESCRIPTION) : action));
    return true;
  }

  /** Reads a position. The lots that a position was bought in are left out. */
  private boolean position(FlexRow row) {
    if (!isOf(SUMMARY, row)) {
      return row.text(LEVEL_OF_DETAIL).equals("LOT");
    }
    LocalDate end = head.findDate(TO_DATE).orElseGet(() -> head.date(FROM_DATE));
    positions.add(
        new StatementPosition(
            row.conId(CON_ID),
            row.text(SYMBOL),
            row.decimal(row.has(POSITION) ? POSITION : QUANTITY),
            row.findDate(REPORT_DATE).orElse(end)));
    return true;
  }
}
