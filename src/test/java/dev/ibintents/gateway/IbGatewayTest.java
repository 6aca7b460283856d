package dev.ibintents.gateway;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.ibapi.ClientIdInUseException;
import dev.ibintents.ibapi.ClientSession;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayTimeoutException;
import dev.ibintents.ibapi.GatewayUnreachableException;
import dev.ibintents.ibapi.RequestRefusedException;
import dev.ibintents.ibapi.UnsupportedServerVersionException;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.ibapi.message.ReqPositions;
import dev.ibintents.ibapi.message.ServerVersion;
import dev.ibintents.ibapi.message.StartApi;
import dev.ibintents.ibapi.wire.ProtocolException;
import dev.ibintents.simulator.fault.Faults;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class IbGatewayTest {
  private final AtomicInteger starts = new AtomicInteger();
  private volatile Runnable onStart = () -> {};
  private volatile Runnable onPositions = () -> {};
  private SimulatedGateway simulated;

  @BeforeEach
  void open() throws Exception {
    simulated =
        new SimulatedGateway(
            new GatewayOptions()
                .onRequest(
                    (client, number, request) -> {
                      if (request instanceof StartApi) {
                        starts.incrementAndGet();
                        onStart.run();
                      } else if (request instanceof ReqPositions) {
                        onPositions.run();
                      }
                    }));
  }

  @AfterEach
  void close() {
    simulated.close();
  }

  private IbGateway gateway(Duration connectTimeout, Duration deadline) {
    return new IbGateway(
        TestedProtocol.settings(simulated.port(), 1, connectTimeout),
        Deadline.in(deadline),
        Optional.empty());
  }

  private IbGateway gateway() {
    return gateway(Duration.ofSeconds(20), Duration.ofSeconds(30));
  }

  @Test
  void connectingWaitsTwice() {
    try (IbGateway gateway = gateway()) {
      gateway.connect(OnClientIdInUse.WAIT);

      assertThat(gateway.waits()).isEqualTo(2);
      assertThat(gateway.session().managedAccounts()).containsExactly("DU1234567");
      assertThat(gateway.session().clientId()).isEqualTo(1);
    }
  }

  @Test
  void aGatewayThatRefusesIsTriedAgain() throws Exception {
    simulated.refuseConnections(Duration.ofMillis(1500));
    try (IbGateway gateway = gateway()) {
      gateway.connect(OnClientIdInUse.WAIT);

      assertThat(gateway.waits()).isAtLeast(3);
    }
  }

  @Test
  void aGatewayThatHangsUpIsTriedAgain() {
    simulated.faults().strike(Faults.Direction.IN, Faults.Trouble.DROP_BEFORE, 1);
    try (IbGateway gateway = gateway()) {
      gateway.connect(OnClientIdInUse.WAIT);

      assertThat(starts.get()).isAtMost(2);
      assertThat(simulated.connectionsAccepted()).isEqualTo(2);
    }
  }

  @Test
  void aGatewayThatIsStillLoggingInIsWaitedForNoLongerThanTheTimeout() {
    simulated.faults().silence(Faults.Silence.AFTER_HANDSHAKE);
    try (IbGateway gateway = gateway(Duration.ofMillis(2500), Duration.ofSeconds(30))) {
      assertThat(
              assertThrows(
                  GatewayUnreachableException.class, () -> gateway.connect(OnClientIdInUse.WAIT)))
          .hasMessageThat()
          .matches(
              "no gateway at 127.0.0.1:\\d+ within 2500 ms: connected to 127.0.0.1:\\d+, but"
                  + " managedAccounts and nextValidId did not come within .* ms\\. Is IB Gateway"
                  + " running and logged in there, and its API port open to this host\\?");
    }
  }

  @Test
  void theDeadlineOfTheInvocationBoundsConnectingToo() {
    simulated.faults().silence(Faults.Silence.BEFORE_HANDSHAKE);
    try (IbGateway gateway = gateway(Duration.ofHours(1), Duration.ofMillis(300))) {
      assertThrows(GatewayUnreachableException.class, () -> gateway.connect(OnClientIdInUse.WAIT));
    }
  }

  @Test
  void whoeverReadsTakesTheNextFreeClientId() {
    try (IbGateway first = gateway();
        IbGateway second = gateway();
        IbGateway third = gateway()) {
      first.connect(OnClientIdInUse.TAKE_NEXT);
      second.connect(OnClientIdInUse.TAKE_NEXT);
      third.connect(OnClientIdInUse.TAKE_NEXT);

      assertThat(first.session().clientId()).isEqualTo(1);
      assertThat(second.session().clientId()).isEqualTo(2);
      assertThat(third.session().clientId()).isEqualTo(3);
    }
  }

  @Test
  void whoeverPlacesOrdersWaitsForItsClientId() throws Exception {
    ClientSession other = otherProcess();
    try (IbGateway gateway = gateway()) {
      CompletableFuture<Void> connecting =
          CompletableFuture.runAsync(() -> gateway.connect(OnClientIdInUse.WAIT));
      Deadline deadline = Deadline.in(Duration.ofSeconds(20));
      while (starts.get() < 3 && !deadline.hasPassed()) {
        Thread.onSpinWait(); // until it has been refused at least once
      }
      assertThat(connecting.isDone()).isFalse();
      other.close();
      connecting.get(20, TimeUnit.SECONDS);

      assertThat(gateway.session().clientId()).isEqualTo(1);
    } finally {
      other.close();
    }
  }

  @Test
  void requestsToOneProcessWaitInLineForTheirClientId() throws Exception {
    IbGateway first = gateway();
    try (IbGateway second = gateway()) {
      first.connect(OnClientIdInUse.WAIT);
      CompletableFuture<Void> connecting =
          CompletableFuture.runAsync(() -> second.connect(OnClientIdInUse.WAIT));
      first.close();
      connecting.get(20, TimeUnit.SECONDS);

      assertThat(second.session().clientId()).isEqualTo(1);
      assertThat(starts.get()).isEqualTo(2); // the gateway has refused neither
    } finally {
      first.close();
    }
  }

  @Test
  void aClientIdThatStaysInUseIsNamed() throws Exception {
    try (ClientSession other = otherProcess();
        IbGateway gateway = gateway(Duration.ofMillis(2500), Duration.ofSeconds(30))) {
      ClientIdInUseException refusal =
          assertThrows(ClientIdInUseException.class, () -> gateway.connect(OnClientIdInUse.WAIT));

      assertThat(refusal).hasMessageThat().startsWith("client id 1 is in use (326 ");
      assertThat(other.clientId()).isEqualTo(1);
    }
  }

  @Test
  void aClientIdThatStaysWithAnotherRequestIsNamed() {
    IbGateway first = gateway();
    IbGateway second = gateway(Duration.ofMillis(200), Duration.ofSeconds(30));
    try (IbGateway third = gateway()) {
      first.connect(OnClientIdInUse.WAIT);

      assertThat(
              assertThrows(
                  ClientIdAwaitedException.class, () -> second.connect(OnClientIdInUse.WAIT)))
          .hasMessageThat()
          .isEqualTo(
              "other requests to this process have used client id 1 for the last 200 ms, to trade"
                  + " or to wait until they may; nothing was done, ask again later");
      second.close();
      first.close();
      third.connect(OnClientIdInUse.WAIT);

      assertThat(third.session().clientId()).isEqualTo(1); // nothing is left of the one that waited
    } finally {
      second.close();
      first.close();
    }
  }

  private ClientSession otherProcess() throws Exception {
    Deadline deadline = Deadline.in(Duration.ofSeconds(20));
    ClientSession session =
        new ClientSession(TestedProtocol.connect(simulated.port(), deadline), 1);
    session.start().get(20, TimeUnit.SECONDS);
    return session;
  }

  @Test
  void anOldGatewayIsRefusedAtOnce() throws Exception {
    CompletableFuture<Void> served;
    try (ServerSocket old = new ServerSocket(0)) {
      served =
          CompletableFuture.runAsync(
              () -> {
                while (!old.isClosed()) {
                  try (Socket socket = old.accept()) {
                    socket.getOutputStream().write(new ServerVersion(151, "noon").frame());
                  } catch (SocketException e) {
                    return; // closed at the end of the test
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }
              });
      IbGateway gateway =
          new IbGateway(
              TestedProtocol.settings(old.getLocalPort(), 1, Duration.ofSeconds(20)),
              Deadline.in(Duration.ofSeconds(30)),
              Optional.empty());

      RuntimeException refusal =
          assertThrows(RuntimeException.class, () -> gateway.connect(OnClientIdInUse.WAIT));

      assertThat(refusal).isInstanceOf(UnsupportedServerVersionException.class);
    }
    served.get(20, TimeUnit.SECONDS);
  }

  @Test
  void anythingElseAtThePortIsNamedAtOnce() {
    simulated.faults().strikeEverySession(Faults.Direction.OUT, Faults.Trouble.OVERSIZED, 1);
    try (IbGateway gateway = gateway()) {
      assertThat(assertThrows(ProtocolException.class, () -> gateway.connect(OnClientIdInUse.WAIT)))
          .hasMessageThat()
          .contains("Is this address a TWS or IB Gateway API port?");
    }
  }

  @Test
  void anErrorForARequestFailsThatRequestAlone() {
    try (IbGateway gateway = gateway()) {
      gateway.connect(OnClientIdInUse.WAIT);
      CompletableFuture<?> unknown =
          gateway
              .session()
              .reqContractDetails(Contract.builder().symbol("NONSUCH").secType("STK").build());
      CompletableFuture<?> known =
          gateway
              .session()
              .reqContractDetails(
                  Contract.builder()
                      .symbol("SPY")
                      .secType("STK")
                      .exchange("SMART")
                      .currency("USD")
                      .build());

      RequestRefusedException refusal =
          assertThrows(RequestRefusedException.class, () -> gateway.await(unknown));
      assertThat(refusal.code()).isEqualTo(200);
      gateway.await(known);
    }
  }

  @Test
  void aConnectionThatIsLostFailsEverythingAtOnce() {
    onPositions = () -> simulated.dropConnections();
    try (IbGateway gateway = gateway()) {
      gateway.connect(OnClientIdInUse.WAIT);
      CompletableFuture<?> positions = gateway.session().reqPositions();
      CompletableFuture<?> time = gateway.session().reqCurrentTime();

      assertThrows(GatewayUnreachableException.class, () -> gateway.await(positions));
      assertThrows(GatewayUnreachableException.class, () -> gateway.await(time));
      CompletableFuture<?> later = gateway.session().reqCurrentTime();
      assertThat(later.isCompletedExceptionally()).isTrue();
    }
  }

  @Test
  void theGatewaysLastWordsArePartOfATimeout() {
    onPositions =
        () -> {
          simulated.loseBroker();
          simulated.faults().silence(Faults.Silence.AFTER_START);
        };
    try (IbGateway gateway = gateway(Duration.ofSeconds(20), Duration.ofSeconds(2))) {
      gateway.connect(OnClientIdInUse.WAIT);
      CompletableFuture<?> positions = gateway.session().reqPositions();

      assertThat(assertThrows(GatewayTimeoutException.class, () -> gateway.await(positions)))
          .hasMessageThat()
          .contains("; the gateway's last message: 1100 ");
    }
  }

  @Test
  void closingTwiceDoesNoHarm() {
    IbGateway gateway = gateway();
    gateway.close();
    gateway.connect(OnClientIdInUse.WAIT);
    gateway.close();
    gateway.close();
  }

  @Test
  void anInterruptedThreadStopsConnecting() throws Exception {
    simulated.refuseConnections();
    CompletableFuture<Throwable> outcome = new CompletableFuture<>();
    onStart = () -> {};
    Thread thread =
        new Thread(
            () -> {
              try (IbGateway gateway = gateway()) {
                gateway.connect(OnClientIdInUse.WAIT);
                outcome.complete(null);
              } catch (RuntimeException e) {
                outcome.complete(e);
              }
            });
    thread.start();
    thread.interrupt();

    assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(GatewayUnreachableException.class);
  }

  @Test
  void aClientIdIsFreeAgainAfterClosing() {
    for (int i = 0; i < 20; i++) {
      try (IbGateway gateway = gateway()) {
        gateway.connect(OnClientIdInUse.WAIT);

        assertThat(gateway.session().clientId()).isEqualTo(1);
      } catch (ClientIdInUseException e) {
        throw new AssertionError("the id should have been waited for", e);
      }
    }
  }
}
