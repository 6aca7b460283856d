package dev.ibintents.intent;

import dev.ibintents.intent.account.PortfolioSnapshot;
import dev.ibintents.intent.account.Reconcile;
import dev.ibintents.intent.account.Summary;
import dev.ibintents.intent.allocation.Allocation;
import dev.ibintents.intent.allocation.AllocationAnswer;
import dev.ibintents.intent.bars.BarsAnswer;
import dev.ibintents.intent.bars.CollectMarketData;
import dev.ibintents.intent.bars.MarketData;
import dev.ibintents.intent.cash.CashAnswer;
import dev.ibintents.intent.cash.CashBalancer;
import dev.ibintents.intent.close.CloseAll;
import dev.ibintents.intent.close.CloseAnswer;
import dev.ibintents.intent.look.HoldingsView;
import dev.ibintents.intent.look.Runs;
import dev.ibintents.intent.look.StatusView;
import dev.ibintents.intent.look.Trading;
import dev.ibintents.intent.orchestrate.Orchestrate;
import dev.ibintents.intent.performance.Flow;
import dev.ibintents.intent.performance.ImportStatement;
import dev.ibintents.intent.performance.Performance;
import dev.ibintents.intent.performance.PerformanceAnswer;
import dev.ibintents.intent.reconciliation.AdoptAccount;
import dev.ibintents.intent.reconciliation.AdoptionRefusedException;
import dev.ibintents.intent.reconciliation.HoldingsMismatchException;
import dev.ibintents.intent.reconciliation.ReconciliationAnswer;
import dev.ibintents.intent.reconciliation.TradeReconciliation;
import dev.ibintents.intent.signals.SetSignals;
import dev.ibintents.intent.signals.SignalsView;
import dev.ibintents.intent.trade.AlreadyRan;
import dev.ibintents.intent.trade.MarketClosed;
import dev.ibintents.intent.trade.NotYet;
import dev.ibintents.intent.trade.NothingToDo;
import dev.ibintents.intent.watch.Digest;
import dev.ibintents.intent.watch.Watch;
import dev.ibintents.intent.watch.WatchException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What each intent answers with, for the reference. Every intent must be here: {@code
 * ReferenceTest} names those that are not.
 */
public final class DocumentedIntents {
  private static final Map<String, Documented> BY_NAME =
      Map.ofEntries(
          Map.entry("ping", of(Ping.class, Ping.PingAnswer.class)),
          Map.entry("summary", of(Summary.class, Summary.SummaryAnswer.class)),
          Map.entry(
              "allocation",
              of(Allocation.class, AllocationAnswer.class)
                  .or(AlreadyRan.class)
                  .or(MarketClosed.class)
                  .or(NotYet.class)
                  .or(NothingToDo.class)
                  .failing(HoldingsMismatchException.class, ReconciliationAnswer.class)
                  .failing(ProblemsException.class, AllocationAnswer.class)
                  .failing(CutShortException.class, CutShortException.Details.class)),
          Map.entry(
              "cash-balancer",
              of(CashBalancer.class, CashAnswer.class)
                  .or(AlreadyRan.class)
                  .or(MarketClosed.class)
                  .or(NothingToDo.class)
                  .failing(ProblemsException.class, CashAnswer.class)
                  .failing(CutShortException.class, CutShortException.Details.class)),
          Map.entry(
              "close-all",
              of(CloseAll.class, CloseAnswer.class)
                  .or(AlreadyRan.class)
                  .failing(ProblemsException.class, CloseAnswer.class)
                  .failing(CutShortException.class, CutShortException.Details.class)),
          Map.entry(
              "trade-reconciliation",
              of(TradeReconciliation.class, ReconciliationAnswer.class)
                  .failing(HoldingsMismatchException.class, ReconciliationAnswer.class)
                  .failing(AdoptionRefusedException.class, ReconciliationAnswer.class)
                  .failing(CutShortException.class, CutShortException.Details.class)),
          Map.entry("adopt-account", of(AdoptAccount.class, AdoptAccount.AdoptAccountAnswer.class)),
          Map.entry("reconcile", of(Reconcile.class, PortfolioSnapshot.SnapshotAnswer.class)),
          Map.entry(
              "orchestrate",
              of(Orchestrate.class, Orchestrate.OrchestrateAnswer.class)
                  .or(MarketClosed.class)
                  .or(NotYet.class)
                  .failing(StepFailedException.class, StepFailedException.Details.class)
                  .failing(ProblemsException.class, Orchestrate.OrchestrateAnswer.class)
                  .failing(CutShortException.class, CutShortException.Details.class)),
          Map.entry(
              "collect-market-data",
              of(CollectMarketData.class, CollectMarketData.CollectionAnswer.class)),
          Map.entry("market-data", of(MarketData.class, BarsAnswer.SeriesAnswer.class)),
          Map.entry("performance", of(Performance.class, PerformanceAnswer.class)),
          Map.entry("runs", of(Runs.class, Runs.RunsAnswer.class)),
          Map.entry("holdings", of(HoldingsView.class, HoldingsView.HoldingsAnswer.class)),
          Map.entry("status", of(StatusView.class, StatusView.StatusAnswer.class)),
          Map.entry("trading", of(Trading.class, Trading.TradingAnswer.class)),
          Map.entry(
              "signals",
              of(SetSignals.class, SetSignals.SetSignalsAnswer.class)
                  .failing(StepFailedException.class, StepFailedException.Details.class)
                  .failing(HoldingsMismatchException.class, ReconciliationAnswer.class)
                  .failing(ProblemsException.class, AllocationAnswer.class)
                  .failing(CutShortException.class, CutShortException.Details.class)),
          Map.entry("GET signals", of(SignalsView.class, SignalsView.SignalsAnswer.class)),
          Map.entry("flow", of(Flow.class, Flow.FlowAnswer.class)),
          Map.entry(
              "import-statement", of(ImportStatement.class, ImportStatement.ImportAnswer.class)),
          Map.entry(
              "watch",
              of(Watch.class, Watch.WatchAnswer.class)
                  .failing(WatchException.class, Watch.WatchAnswer.class)),
          Map.entry("digest", of(Digest.class, Digest.DigestAnswer.class)));

  private DocumentedIntents() {}

  /**
   * One intent.
   *
   * @param type its class
   * @param answers the records that it may answer with, the usual one first
   * @param failures the failures whose answers have more than {@code error}, and the record with it
   */
  public record Documented(
      Class<? extends Intent> type, List<Class<? extends Record>> answers, List<Failure> failures) {

    private Documented or(Class<? extends Record> answer) {
      List<Class<? extends Record>> more = new ArrayList<>(answers);
      more.add(answer);
      return new Documented(type, more, failures);
    }

    private <E extends Throwable & Detailed> Documented failing(
        Class<E> failure, Class<? extends Record> details) {
      List<Failure> more = new ArrayList<>(failures);
      more.add(new Failure(failure, details));
      return new Documented(type, answers, more);
    }
  }

  /**
   * A failure whose answer has more than {@code error}.
   *
   * @param type the failure
   * @param details what stands beside it
   */
  public record Failure(Class<? extends Throwable> type, Class<? extends Record> details) {}

  private static Documented of(Class<? extends Intent> type, Class<? extends Record> answer) {
    return new Documented(type, List.of(answer), List.of());
  }

  /** The description of an intent's answers; empty if there is none. */
  public static Optional<Documented> named(String title) {
    return Optional.ofNullable(BY_NAME.get(title));
  }
}
