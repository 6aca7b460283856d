package dev.ibintents.trading.statement;

import dev.ibintents.trading.books.Posting;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** The findings of an import so far. */
final class Findings {
  /** The advice for rows that leave the holdings other than the account. */
  static final String ADOPT =
      "run trade-reconciliation; if holdings and portfolio differ, correct them with adopt";

  private final List<ImportedStatement.Trade> posted = new ArrayList<>();
  private final List<ImportedStatement.Trade> nobodys = new ArrayList<>();
  private final List<ImportedStatement.Differing> differing = new ArrayList<>();
  private final List<ImportedStatement.NotHandled> notHandled = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private int trades;
  private int known;
  private int commissions;

  void trade() {
    trades++;
  }

  void known() {
    known++;
  }

  void commission() {
    known++;
    commissions++;
  }

  void posted(StatementTrade trade, Posting posting) {
    posted.add(trade(trade, posting));
  }

  void nobodys(StatementTrade trade, Posting posting) {
    nobodys.add(trade(trade, posting));
  }

  private static ImportedStatement.Trade trade(StatementTrade trade, Posting posting) {
    return new ImportedStatement.Trade(
        trade.execId(),
        trade.orderRef(),
        trade.contract().symbol(),
        trade.contract().conId(),
        trade.quantity(),
        trade.price(),
        trade.contract().currency(),
        trade.time(),
        posting.shares().byStrategy(),
        posting.outcome() == Posting.Outcome.CORRECTED,
        posting.because().isEmpty() ? null : posting.because());
  }

  void differing(StatementTrade trade, BigDecimal recorded, String document) {
    differing.add(
        new ImportedStatement.Differing(
            trade.execId(),
            trade.contract().symbol(),
            trade.contract().conId(),
            trade.quantity(),
            recorded,
            document));
  }

  void notHandled(String section, String row, String why, String next) {
    notHandled.add(new ImportedStatement.NotHandled(section, row, why, next));
  }

  void note(String words) {
    notes.add(words);
  }

  ImportedStatement.Trades trades() {
    return new ImportedStatement.Trades(
        trades,
        known,
        commissions,
        List.copyOf(posted),
        List.copyOf(nobodys),
        List.copyOf(differing));
  }

  List<ImportedStatement.NotHandled> notHandled() {
    return List.copyOf(notHandled);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }
}
