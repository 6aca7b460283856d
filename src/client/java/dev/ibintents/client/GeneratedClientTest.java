package dev.ibintents.client;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.gson.JsonParser;
import dev.ibintents.bench.Bench;
import dev.ibintents.bench.FrontDoor;
import dev.ibintents.client.invoker.ApiClient;
import dev.ibintents.client.invoker.ApiException;
import dev.ibintents.client.model.AdoptAccountRequest;
import dev.ibintents.client.model.AllocationReply;
import dev.ibintents.client.model.AllocationRequest;
import dev.ibintents.client.model.CashBalancerRequest;
import dev.ibintents.client.model.CloseAllRequest;
import dev.ibintents.client.model.CollectMarketDataRequest;
import dev.ibintents.client.model.Contract;
import dev.ibintents.client.model.FlowRequest;
import dev.ibintents.client.model.ImportStatementRequest;
import dev.ibintents.client.model.OrchestrateRequest;
import dev.ibintents.client.model.SetSignalsAnswerReply;
import dev.ibintents.client.model.ShownTarget;
import dev.ibintents.client.model.Signal;
import dev.ibintents.client.model.SignalsRequest;
import dev.ibintents.client.model.TradeReconciliationRequest;
import dev.ibintents.client.model.TradingRequest;
import dev.ibintents.client.model.WatchRequest;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.performance.StatementXml;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that is generated from openapi.json calls every intent, and reads every answer. */
@Timeout(120)
final class GeneratedClientTest {
  @TempDir private Path folder;

  private FrontDoor door;
  private Bench bench;
  private IntentsApi api;
  private final List<String> called = new ArrayList<>();

  /** A call of the client, which may fail. */
  @FunctionalInterface
  private interface Call<T> {
    T answer() throws ApiException;
  }

  @BeforeEach
  void open() throws Exception {
    door = FrontDoor.in(folder).open();
    bench = new Bench(door, Clock.systemUTC());
    bench.strategy("weights", Map.of("SPY", "0.5"));
    door.store().set("strategies/ml", Map.of("kind", "external"));
    door.expose(Map.of("weights", "0.3", "ml", "0.2"));
    String root = door.root().toString();
    api = new IntentsApi(new ApiClient().setBasePath(root));
  }

  @AfterEach
  void close() {
    door.close();
  }

  private <T> T call(String title, Call<T> call) throws ApiException {
    called.add(title);
    return call.answer();
  }

  private static SignalsRequest signals(String fraction) {
    return new SignalsRequest()
        .strategy("ml")
        .by("generated client")
        .target(
            List.of(
                new Signal()
                    .contract(new Contract().conId(756733))
                    .signal(new BigDecimal(fraction))));
  }

  @Test
  void everyIntentIsCalled() throws Exception {
    assertThat(api.overview().getIntents()).containsKey("signals");
    assertThat(call("ping", api::ping).getManagedAccounts()).containsExactly("DU1234567");
    assertThat(call("summary", api::summary).getPortfolio()).containsKey("SPY");
    AllocationReply dryRun =
        call(
            "allocation",
            () ->
                api.allocation(
                    null, new AllocationRequest().addStrategiesItem("weights").dryRun(true)));
    assertThat(dryRun.getAllocationAnswerReply().getSignals().get("weights").get("SPY"))
        .isEqualTo(new BigDecimal("0.5"));
    assertThat(
            call(
                    "cash-balancer",
                    () -> api.cashBalancer(null, new CashBalancerRequest().dryRun(true)))
                .getActualInstance())
        .isNotNull();
    assertThat(
            call("close-all", () -> api.closeAll(null, new CloseAllRequest().dryRun(true)))
                .getCloseAnswerReply()
                .getOrders())
        .isNotEmpty();
    assertThat(
            call(
                    "trade-reconciliation",
                    () -> api.tradeReconciliation(null, new TradeReconciliationRequest()))
                .getDifferences())
        .isEmpty();
    assertThat(call("reconcile", () -> api.reconcile(null)).getNetLiquidation()).isNotNull();
    assertThat(
            call(
                    "orchestrate",
                    () ->
                        api.orchestrate(
                            null,
                            new OrchestrateRequest().addStrategiesItem("weights").dryRun(true)))
                .getOrchestrateAnswerReply()
                .getAllocation()
                .getAllocationAnswer()
                .getOrders())
        .isNotNull();
    collectAndLook();
    setSignals();
    switchRecordAndImport();

    assertThat(called)
        .containsExactlyElementsIn(
            Intents.all().definitions().stream().map(IntentDefinition::title).toList());
  }

  private void collectAndLook() throws ApiException {
    Contract spy = new Contract().symbol("SPY").secType(Contract.SecTypeEnum.STK);
    spy.exchange("SMART").currency("USD");
    CollectMarketDataRequest collect =
        new CollectMarketDataRequest().addContractsItem(spy).duration("10 D");
    assertThat(
            call("collect-market-data", () -> api.collectMarketData(null, collect)).getContracts())
        .isNotEmpty();
    assertThat(
            call("market-data", () -> api.marketData("SPY", null, null, null, null, null, null))
                .getBars())
        .isNotEmpty();
    assertThat(
            call("performance", () -> api.performance(null, null, null, null, null, null, null))
                .getDefinitions())
        .isNotEmpty();
    call("holdings", api::holdings);
    call("status", api::status);
  }

  private void setSignals() throws ApiException {
    SignalsRequest asked = signals("0.5").thenAllocate(true);
    SetSignalsAnswerReply first = call("signals", () -> api.setSignals(asked, "monday"));
    SetSignalsAnswerReply again = api.setSignals(asked, "monday");
    ShownTarget shown = call("GET signals", () -> api.getSignals("ml")).getStrategies().get(0);

    assertThat(first.getAllocation().getAllocationAnswer().getOrders()).hasSize(1);
    assertThat(again.getStatus()).isEqualTo("already-stored");
    assertThat(
            again
                .getAllocation()
                .getAllocationAlreadyRan()
                .getResult()
                .getAllocationAnswer()
                .getSignals()
                .get("ml")
                .get("SPY"))
        .isEqualTo(new BigDecimal("0.5"));
    assertThat(shown.getState()).isEqualTo("fresh");
    assertThat(shown.getTarget().get(0).getContract().getConId()).isEqualTo(756733);
    assertThat(call("runs", () -> api.runs(5)).getRuns()).hasSize(1);
  }

  private void switchRecordAndImport() throws ApiException {
    assertThat(
            call(
                    "trading",
                    () -> api.trading(new TradingRequest().enabled(true).reason("all well"), null))
                .getTradingEnabled())
        .isTrue();
    FlowRequest flow =
        new FlowRequest()
            .kind(FlowRequest.KindEnum.DEPOSIT)
            .amount(new BigDecimal("1000.25"))
            .currency("USD")
            .date("2026-11-20");
    assertThat(call("flow", () -> api.flow(flow, null)).getAmount())
        .isEqualTo(new BigDecimal("1000.25"));
    String day = OffsetDateTime.now(ZoneOffset.UTC).minusDays(3).toLocalDate().toString();
    ImportStatementRequest statement =
        new ImportStatementRequest()
            .statement(
                new StatementXml("DU1234567", day.replace("-", ""), day.replace("-", ""))
                    .toString())
            .dryRun(true);
    call("import-statement", () -> api.importStatement(statement, null));
    call("digest", () -> api.digest(null));
    door.expose(Map.of("weights", "0.3", "ml", "0.2", "futures", "0.1")); // or watch finds a fault
    call("watch", () -> api.watch(null, new WatchRequest().withoutGateway(true)));
    bench.awaitFilled();
    api.tradeReconciliation(null, new TradeReconciliationRequest());
    door.store().update("positions/paper", Map.of("account", "DU7654321"));
    assertThat(
            call(
                    "adopt-account",
                    () ->
                        api.adoptAccount(
                            new AdoptAccountRequest().from("DU7654321").to("DU1234567"), null))
                .getTo())
        .isEqualTo("DU1234567");
  }

  @Test
  void refusalNamesItsReasons() {
    ApiException refused =
        assertThrows(
            ApiException.class,
            () -> api.setSignals(signals("60"), "the percentages of a mistake"));

    assertThat(refused.getCode()).isEqualTo(400);
    assertThat(
            JsonParser.parseString(refused.getResponseBody())
                .getAsJsonObject()
                .get("error")
                .getAsString())
        .contains("target[0].signal is 60");
  }
}
