package dev.ibintents.trading.statement;

import dev.ibintents.ibapi.Fill;
import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.Execution;
import dev.ibintents.ibapi.message.GatewayTime;
import dev.ibintents.store.Document;
import dev.ibintents.trading.CurrencyPair;
import dev.ibintents.trading.books.FillPosting;
import dev.ibintents.trading.books.Posting;
import dev.ibintents.trading.totals.PostingUnit;
import dev.ibintents.trading.totals.TotalsChange;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Posts the executions of a statement that are not on record, each to the strategies that wanted
 * its order. It goes the way of every other execution, so each is posted once.
 */
final class TradeImport {
  private static final Pattern EXEC_ID = Pattern.compile("[0-9A-Za-z._-]{1,100}");
  private static final String COMBINATION = "BAG";

  /**
   * The versions that an execution on record may have beyond the id of a statement. Statements
   * leave out the version of executions whose id has five parts.
   */
  private static final List<String> VERSIONS = List.of(".03", ".02", ".01");

  private final ImportContext context;
  private final FillPosting posting;
  private final String fills;
  private final String account;
  private final Optional<String> baseCurrency;
  private final Findings findings;
  private final Map<String, String> orderRefs = new HashMap<>();

  /**
   * @param positions the path of the books
   * @param account the account
   * @param findings the findings, which the import adds to
   */
  TradeImport(ImportContext context, String positions, String account, Findings findings) {
    this.context = context;
    this.posting =
        new FillPosting(context.store(), context.mode(), context.clock(), context.invocation());
    this.fills = positions + "/fills/";
    this.account = account;
    this.baseCurrency =
        context
            .store()
            .get(TotalsChange.latestSnapshot(positions))
            .flatMap(latest -> latest.findString("baseCurrency"));
    this.findings = findings;
  }

  /** Posts the executions that are not on record, in the order of their times. */
  void post(FlexStatement statement) {
    List<StatementTrade> trades = executions(statement);
    orderRefs.putAll(statement.orderRefs());
    Map<StatementTrade, Optional<Document>> recorded = new LinkedHashMap<>();
    for (StatementTrade trade : trades) {
      Optional<Document> found = find(trade.execId());
      recorded.put(trade, found);
      found
          .flatMap(document -> document.findString("orderRef"))
          .filter(ref -> !ref.isEmpty() && !trade.brokerOrderId().isEmpty())
          .ifPresent(ref -> orderRefs.putIfAbsent(trade.brokerOrderId(), ref));
    }
    int done = 0;
    for (Map.Entry<StatementTrade, Optional<Document>> row : recorded.entrySet()) {
      context.requireTime(done++, recorded.size());
      post(row.getKey(), row.getValue());
    }
  }

  /** The executions to post: each once, in the order of their times, without cancelled ones. */
  private List<StatementTrade> executions(FlexStatement statement) {
    Set<String> cancelled = new TreeSet<>();
    statement.trades().stream()
        .filter(StatementTrade::isCancelled)
        .forEach(
            trade -> {
              cancelled.add(trade.execId());
              cancelled(trade);
            });
    Map<String, StatementTrade> byId = new LinkedHashMap<>();
    for (StatementTrade trade : statement.trades()) {
      findings.trade();
      if (trade.isCancelled() || trade.contract().assetClass().equals(COMBINATION)) {
        continue; // the legs of a combination have rows of their own
      }
      if (!EXEC_ID.matcher(trade.execId()).matches()) {
        findings.notHandled(
            FlexStatement.TRADES,
            words(trade),
            "the broker gives it no execution id" + kind(trade),
            Findings.ADOPT);
      } else if (cancelled.contains(trade.execId())) {
        continue; // the row that cancels it is listed
      } else if (byId.putIfAbsent(trade.execId(), trade) != null) {
        findings.note("execution " + trade.execId() + " is in the statement more than once");
      }
    }
    return byId.values().stream()
        .sorted(Comparator.comparing(StatementTrade::time).thenComparing(StatementTrade::execId))
        .toList();
  }

  private void cancelled(StatementTrade trade) {
    boolean isRecorded =
        EXEC_ID.matcher(trade.execId()).matches()
            && find(trade.execId()).filter(TradeImport::counts).isPresent();
    findings.notHandled(
        FlexStatement.TRADES,
        words(trade),
        isRecorded
            ? "the broker has cancelled an execution that is on record"
            : "the broker has cancelled this execution, and it was not posted",
        isRecorded ? Findings.ADOPT : "nothing, unless the positions differ");
  }

  private static boolean counts(Document recorded) {
    return recorded.findString("correctedBy").isEmpty();
  }

  /** The record of an execution, whatever form its id has there; the latest version if several. */
  private Optional<Document> find(String execId) {
    String lower = execId.toLowerCase(Locale.ROOT);
    return Stream.concat(Stream.of(execId, lower).distinct(), VERSIONS.stream().map(lower::concat))
        .map(id -> context.store().get(fills + id))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private void post(StatementTrade row, Optional<Document> recorded) {
    StatementTrade trade =
        row.orderRef().isEmpty()
            ? row.withOrderRef(orderRefs.getOrDefault(row.brokerOrderId(), ""))
            : row;
    if (recorded.isPresent()) {
      trade = trade.withExecId(recorded.get().id());
      if (counts(recorded.get()) && differs(trade, recorded.get())) {
        return;
      }
    }
    Fill fill = fill(trade);
    if (posting.isPosted(fill)) {
      findings.known();
      return;
    }
    Posting posted =
        posting.post(
            fill, new PostingUnit(BigDecimal.ONE, trade.contract().multiplier(), baseCurrency));
    switch (posted.outcome()) {
      case BOOKED, CORRECTED -> findings.posted(trade, posted);
      case UNATTRIBUTED -> findings.nobodys(trade, posted);
      case ALREADY_BOOKED -> findings.known();
      case COMMISSION_RECORDED -> findings.commission();
    }
  }

  private boolean differs(StatementTrade trade, Document recorded) {
    BigDecimal quantity = recorded.decimal("quantity");
    if (quantity.compareTo(trade.quantity()) == 0) {
      return false;
    }
    findings.differing(trade, quantity, recorded.path());
    return true;
  }

  private Fill fill(StatementTrade trade) {
    return new Fill(
        contract(trade.contract()),
        execution(trade),
        trade
            .commission()
            .map(
                paid ->
                    new CommissionReport(
                        trade.execId(), paid.amount(), paid.currency(), null, null, "")));
  }

  /** The contract. The symbol of a pair is the currency of its quantity, as in EUR.USD. */
  private static Contract contract(StatementContract traded) {
    boolean isPair = traded.isPair();
    String symbol = traded.symbol();
    return Contract.builder()
        .conId(traded.conId())
        .symbol(isPair ? symbol.replaceFirst("\\..*", "") : symbol)
        .secType(isPair ? CurrencyPair.SEC_TYPE : traded.assetClass())
        .currency(traded.currency())
        .localSymbol(symbol)
        .build();
  }

  /** The execution. A statement does not have the numbers of orders that the gateway gives. */
  private Execution execution(StatementTrade trade) {
    BigDecimal shares = trade.quantity().abs();
    return new Execution(
        0,
        trade.execId(),
        GatewayTime.utc(trade.time()),
        account,
        trade.exchange(),
        trade.side().execution(),
        shares,
        trade.price(),
        0,
        0,
        0,
        shares,
        trade.price(),
        trade.orderRef(),
        "",
        null,
        "",
        0,
        false,
        "",
        null);
  }

  private static String kind(StatementTrade trade) {
    return trade.kind().isEmpty() ? "" : " (" + trade.kind() + ")";
  }

  private static String words(StatementTrade trade) {
    List<String> words = new ArrayList<>();
    words.add(trade.side().action());
    words.add(trade.quantity().abs().toPlainString());
    words.add(trade.contract().symbol());
    words.add("at");
    words.add(trade.price().toPlainString());
    words.add(trade.contract().currency());
    words.add("on");
    words.add(trade.time().toString());
    return String.join(" ", words);
  }
}
