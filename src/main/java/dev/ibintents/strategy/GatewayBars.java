package dev.ibintents.strategy;

import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.ResolvedContract;
import dev.ibintents.ibapi.HistoricalBar;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Daily bars of the regular sessions, from the gateway. */
final class GatewayBars implements BarSource {
  private static final String UNTIL_NOW = "";
  private static final int MOST_DAYS = 365;

  /** Fewer than there are, so that holidays do not make the bars too few. */
  private static final int SESSIONS_A_YEAR = 230;

  private final IbGateway gateway;

  GatewayBars(IbGateway gateway) {
    this.gateway = gateway;
  }

  @Override
  public List<List<DailyBar>> daily(List<ResolvedContract> contracts, int days) {
    List<CompletableFuture<List<HistoricalBar>>> answers =
        contracts.stream().map(contract -> ask(contract, days)).toList();
    gateway.await(answers.toArray(CompletableFuture<?>[]::new));
    return answers.stream()
        .map(answer -> answer.join().stream().map(GatewayBars::dailyBar).toList())
        .toList();
  }

  private CompletableFuture<List<HistoricalBar>> ask(ResolvedContract contract, int days) {
    boolean isPair = contract.contract().secType().equals("CASH");
    return gateway
        .session()
        .reqHistoricalData(
            contract.contract(),
            UNTIL_NOW,
            duration(days),
            "1 day",
            isPair ? "MIDPOINT" : "TRADES",
            true);
  }

  /** Days of the calendar, or years beyond the 365 that the gateway takes. */
  static String duration(int sessions) {
    int calendarDays = Math.multiplyExact(sessions, MOST_DAYS) / SESSIONS_A_YEAR + 7;
    return calendarDays <= MOST_DAYS ? calendarDays + " D" : (calendarDays / MOST_DAYS + 1) + " Y";
  }

  private static DailyBar dailyBar(HistoricalBar bar) {
    return new DailyBar(
        bar.date().orElseThrow(() -> new NoSignalsException("no bar of a day: " + bar)),
        bar.open(),
        bar.high(),
        bar.low(),
        bar.close(),
        bar.volume());
  }
}
