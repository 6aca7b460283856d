package dev.ibintents.simulator.server;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.ibapi.message.CancelMktData;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ContractDataEnd;
import dev.ibintents.ibapi.message.ErrorMessage;
import dev.ibintents.ibapi.message.ExecutionFilter;
import dev.ibintents.ibapi.message.OpenOrderEnd;
import dev.ibintents.ibapi.message.ReqAllOpenOrders;
import dev.ibintents.ibapi.message.ReqContractDetails;
import dev.ibintents.ibapi.message.ReqExecutions;
import dev.ibintents.ibapi.message.ReqHistoricalData;
import dev.ibintents.ibapi.message.ReqMktData;
import dev.ibintents.simulator.fault.Language;
import dev.ibintents.simulator.fault.Link;
import dev.ibintents.simulator.fault.LinkFaults;
import dev.ibintents.simulator.fault.LinkFaults.WhileLost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The links to the broker and to its farms: their messages, and the requests that they leave
 * unanswered.
 */
class BrokerLinksTest extends OneClientBench {
  private LinkFaults faults;

  @BeforeEach
  void findFaults() {
    faults = bench.gateway().faults().links();
  }

  @Test
  void settingDecidesAboutAnswersWhileTheBrokerIsLost() throws IOException {
    bench.gateway().loseBroker();
    assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1100);
    requestAll();
    assertThat(bench.heard(client).stream().map(Object::getClass).toList())
        .containsAtLeast(ContractDataEnd.class, OpenOrderEnd.class);
    faults.whileLost(WhileLost.SILENT);
    requestAll();
    assertThat(bench.heard(client)).isEmpty();
    faults.whileLost(WhileLost.UNKNOWN);
    requestAll();
    assertThat(OrderBench.brief(bench.heard(client)))
        .containsExactly("error 11 200", "error 12 200", "error 13 200");
    bench.gateway().regainBroker(true);
    assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1102);
    client.send(details());
    client.until(ContractDataEnd.class);
  }

  @Test
  void brokenFarmAnswersOnlyAfterItIsMended() throws IOException {
    for (Link farm : List.of(Link.MARKET_DATA, Link.HISTORY, Link.DEFINITIONS)) {
      bench.gateway().breakFarm(farm);
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(farm.brokenCode());
    }
    client.send(details());
    client.send(snapshot());
    client.send(bars());
    assertThat(bench.heard(client)).isEmpty();
    for (Link farm : List.of(Link.MARKET_DATA, Link.HISTORY, Link.DEFINITIONS)) {
      bench.gateway().mendFarm(farm);
      assertThat(client.first(ErrorMessage.class).code()).isEqualTo(farm.goodCode());
    }
    client.send(details());
    client.until(ContractDataEnd.class);
    assertThrows(IllegalArgumentException.class, () -> bench.gateway().breakFarm(Link.BROKER));
  }

  @Test
  void startingClientIsToldOfBrokenFarms() throws IOException {
    bench.gateway().breakFarm(Link.HISTORY);
    try (TestClient second = TestClient.started(bench.gateway(), 2)) {
      List<Integer> codes =
          second.all(ErrorMessage.class, OpenOrderEnd.class).stream()
              .map(ErrorMessage::code)
              .toList();
      assertThat(codes).containsExactly(2104, 2104, 2104, 2105, 2158).inOrder();
    }
  }

  @Test
  void lossOfDataEndsStreams() throws IOException {
    client.send(new ReqMktData(5, spy(), "", false, false, ""));
    bench.heard(client);
    bench.gateway().loseBroker(2110);
    assertThat(client.first(ErrorMessage.class).code()).isEqualTo(2110);
    bench.gateway().regainBroker(false);
    assertThat(client.first(ErrorMessage.class).code()).isEqualTo(1101);
    client.send(new CancelMktData(5));
    assertThat(OrderBench.brief(bench.heard(client))).containsExactly("error 5 300");
  }

  @Test
  void plannedLossComesWithItsRequestAndEndsByItself() throws IOException {
    faults.whileLost(WhileLost.SILENT);
    faults.lose(Link.BROKER, 2, Duration.ofMillis(300));
    client.send(details());
    client.until(ContractDataEnd.class);
    client.send(details());
    assertThat(codes(2)).containsExactly(1100, 1102).inOrder();
    client.send(details());
    client.until(ContractDataEnd.class);
  }

  @Test
  void errorsAreWrittenInTheChosenLanguage() throws IOException {
    bench.gateway().faults().language(Language.SPANISH);
    bench.gateway().faults().orders().reject(1, 201, "Order rejected - reason:No");
    bench.place(client, 1, bench.stock("SPY"), bench.market("BUY", 1));
    assertThat(OrderBench.first(ErrorMessage.class, bench.heard(client)).text())
        .isEqualTo("Orden rechazada - raz\\u00f3n:No");
  }

  private List<Integer> codes(int number) throws IOException {
    List<Integer> codes = new ArrayList<>();
    while (codes.size() < number) {
      codes.add(client.first(ErrorMessage.class).code());
    }
    return codes;
  }

  private void requestAll() throws IOException {
    client.send(details());
    client.send(snapshot());
    client.send(bars());
    client.send(new ReqExecutions(14, ExecutionFilter.ALL));
    client.send(new ReqAllOpenOrders());
  }

  private ReqContractDetails details() {
    return new ReqContractDetails(11, spy());
  }

  private ReqMktData snapshot() {
    return new ReqMktData(12, spy(), "", true, false, "");
  }

  private ReqHistoricalData bars() {
    return new ReqHistoricalData(13, spy(), "", "1 D", "1 hour", "TRADES", true, 1, false, "");
  }

  private Contract spy() {
    return bench.stock("SPY").described("SMART");
  }
}
