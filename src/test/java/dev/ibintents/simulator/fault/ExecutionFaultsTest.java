package dev.ibintents.simulator.fault;

import static com.google.common.truth.Truth.assertThat;

import dev.ibintents.ibapi.message.CommissionReport;
import dev.ibintents.ibapi.message.ExecutionData;
import dev.ibintents.ibapi.message.ExecutionDataEnd;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.Order;
import dev.ibintents.ibapi.message.OrderField;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.Response;
import dev.ibintents.simulator.account.PaperFill;
import dev.ibintents.simulator.market.Instrument;
import dev.ibintents.simulator.server.OneClientBench;
import dev.ibintents.simulator.server.OrderBench;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Late and wrong commissions, changed executions, and executions of earlier days. */
class ExecutionFaultsTest extends OneClientBench {
  private ExecutionFaults faults;

  @BeforeEach
  void findFaults() {
    faults = bench.gateway().faults().executions();
  }

  @Test
  void commissionIsReportedLate() throws IOException {
    faults.commissionsTake(Duration.ofSeconds(10));
    buy(1);
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsNoneOf("commission 1", "open 1 Filled 1 USD");
    assertThat(commissions()).isEmpty();
    bench.advance(Duration.ofSeconds(9));
    assertThat(bench.heard(client)).isEmpty();
    bench.advance(Duration.ofSeconds(1));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("commission 1");
    assertThat(commissions()).containsExactly("1");
  }

  @Test
  void pendingCommissionIsReportedAsMinusOne() throws IOException {
    faults.pendingCommissions(true);
    faults.commissionsTake(Duration.ofSeconds(10));
    buy(1);
    assertThat(OrderBench.brief(bench.heard(client))).contains("commission -1");
    assertThat(commissions()).containsExactly("-1");
    bench.advance(Duration.ofSeconds(10));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("commission 1");
    assertThat(commissions()).containsExactly("1");
  }

  @Test
  void correctedCommissionIsReportedAndPaid() throws IOException {
    buy(1);
    bench.heard(client);
    BigDecimal cash = bench.cash("USD");
    String execId = lastExecId();
    bench.gateway().tws().correctCommission(execId, new BigDecimal("1.35"));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("commission 1.35");
    assertThat(commissions()).containsExactly("1.35");
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash.subtract(new BigDecimal("0.35")));
  }

  @Test
  void correctedCommissionOfFutureIsPaidWhenThePositionIsClosed() throws IOException {
    Instrument mes = bench.future("MES");
    BigDecimal cash = bench.cash("USD");
    bench.place(client, 1, mes, bench.market("BUY", 1));
    bench.heard(client);
    bench.gateway().tws().correctCommission(lastExecId(), new BigDecimal("0.85"));
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash);
    bench.place(client, 2, mes, bench.market("SELL", 1));
    bench.heard(client);
    BigDecimal spread = mes.minTick().multiply(mes.factor());
    BigDecimal fees = new BigDecimal("0.85").add(new BigDecimal("0.62"));
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash.subtract(spread).subtract(fees));
  }

  @Test
  void executionsAreCorrectedAndCancelledAsPlanned() throws IOException {
    faults.correctPrice(1, new BigDecimal("0.05"), Duration.ofSeconds(5));
    faults.bust(2, Duration.ofSeconds(5));
    faults.correctCommission(3, new BigDecimal("1.35"), Duration.ZERO);
    BigDecimal cash = bench.cash("USD");
    BigDecimal ask = bench.ask(spy);
    buy(1);
    buy(2);
    buy(3);
    bench.heard(client);
    assertThat(bench.held(spy)).isEqualToIgnoringScale("312");
    bench.advance(Duration.ofSeconds(5));
    List<Object> messages = bench.heard(client);
    assertThat(OrderBench.brief(messages))
        .containsExactly("execution 1 BOT 4", "commission 1", "execution 2 BOT 0", "commission 1");
    assertThat(((ExecutionData) messages.get(0)).execution().execId()).endsWith(".02");
    assertThat(bench.held(spy)).isEqualToIgnoringScale("308");
    BigDecimal paid =
        ask.multiply(new BigDecimal("8")).add(new BigDecimal("0.20")).add(new BigDecimal("3.35"));
    assertThat(bench.cash("USD")).isEqualToIgnoringScale(cash.subtract(paid));
  }

  @Test
  void executionsOfYesterdayAreListedIfTwoDaysAreListed() throws IOException {
    buy(1);
    bench.heard(client);
    bench.advance(Duration.ofDays(1));
    assertThat(executions()).isEmpty();
    faults.listDays(2);
    assertThat(executions()).hasSize(1);
    assertThat(commissions()).containsExactly("1");
    assertThat(bench.gateway().account().fills()).isEmpty();
    bench.advance(Duration.ofDays(1));
    assertThat(executions()).isEmpty();
  }

  @Test
  void forgottenExecutionIsNotChanged() throws IOException {
    faults.bust(1, Duration.ofSeconds(5));
    faults.commissionsTake(Duration.ofSeconds(5));
    buy(1);
    bench.heard(client);
    bench.gateway().account().forgetDay();
    bench.advance(Duration.ofSeconds(5));
    assertThat(bench.heard(client)).isEmpty();
    assertThat(bench.held(spy)).isEqualToIgnoringScale("304");
  }

  private void buy(int id) throws IOException {
    Order order = bench.market("BUY", 4).with(OrderField.ORDER_REF, "ours-" + id);
    bench.place(client, id, spy, order);
  }

  private String lastExecId() {
    List<PaperFill> fills = bench.gateway().account().fills();
    return fills.get(fills.size() - 1).execId();
  }

  private List<ExecutionData> executions() throws IOException {
    return ofKind(ExecutionData.class).toList();
  }

  private List<String> commissions() throws IOException {
    return ofKind(CommissionReport.class)
        .map(report -> report.commission().stripTrailingZeros().toPlainString())
        .toList();
  }

  private <M extends Response> Stream<M> ofKind(Class<M> kind) throws IOException {
    client.send(
        new ReqExecutions(9, new ExecutionFilter(1, "", "", "", "", "", "", null, List.of())));
    return client.until(ExecutionDataEnd.class).stream().filter(kind::isInstance).map(kind::cast);
  }
}
