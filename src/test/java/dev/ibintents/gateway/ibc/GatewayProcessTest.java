package dev.ibintents.gateway.ibc;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.gateway.ClientIdAwaitedException;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.Deadline;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A gateway on this host, from the start of IBC's script to the API's first answer. */
@Timeout(180)
final class GatewayProcessTest extends GatewayProcessBench {
  private static final Duration SHORT = Duration.ofMillis(1500);

  @Test
  void startsAGatewayAndLeavesItRunning() throws Exception {
    play(StandInIbc.STARTS);
    try (IbGateway gateway = gateway(LONG)) {
      gateway.connect(OnClientIdInUse.WAIT);

      assertThat(gateway.session().managedAccounts()).containsExactly("DU1234567");
      assertThat(isTelling(String.join(" ", ibc.arguments()))).isFalse();
      assertThat(isTelling(ibc.environment())).isFalse();
      assertThat(StandInIbc.isOnACommandLine(CREDENTIALS.password())).isFalse();
      assertThat(StandInIbc.isOnACommandLine("--port\0" + port)).isTrue();
    }
    try (IbGateway gateway = gateway(LONG)) {
      gateway.connect(OnClientIdInUse.WAIT);
    }
    assertThat(ibc.settingsSeen()).containsEntry("ExistingSessionDetectedAction", "secondary");
    assertThat(ibc.starts()).isEqualTo(1);
    assertThat(ibc.gateway().isAlive()).isTrue();
  }

  @Test
  void ibcGetsTheCredentialsInAFileThatHasThemNoLongerThanNeeded() throws Exception {
    play(StandInIbc.STARTS);
    Files.writeString(
        ibc.path().resolve("config.ini"),
        "IbLoginId=edemo\nTradingMode=live\nAllowBlindTrading=yes");
    try (IbGateway gateway = gateway(LONG)) {
      gateway.connect(OnClientIdInUse.WAIT);
    }

    assertThat(ibc.settingsSeen())
        .containsExactly(
            "IbLoginId", CREDENTIALS.user(),
            "IbPassword", CREDENTIALS.password(),
            "TradingMode", "paper",
            "OverrideTwsApiPort", Integer.toString(port),
            "AllowBlindTrading", "yes");
    assertThat(ibc.arguments().subList(0, 3)).containsExactly("1045", "--gateway", "--mode=paper");
    Path settings = ibc.privateFolder().resolve("config.ini");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(ibc.privateFolder())))
        .isEqualTo("rwx------");
    // A gateway that restarts itself needs the file, and no credentials.
    assertThat(IbcFolder.read(settings)).containsEntry("IbPassword", "");
    assertThat(IbcFolder.read(settings)).containsEntry("IbLoginId", "");
    assertThat(IbcFolder.read(settings)).containsEntry("TradingMode", "paper");
  }

  @Test
  void twoAtOnceStartOne() throws Exception {
    play(StandInIbc.STARTS);
    try (IbGateway firstGateway = gateway(LONG);
        IbGateway other = gateway(LONG)) {
      CompletableFuture<Void> first =
          CompletableFuture.runAsync(() -> firstGateway.connect(OnClientIdInUse.TAKE_NEXT));
      CompletableFuture<Void> second =
          CompletableFuture.runAsync(() -> other.connect(OnClientIdInUse.TAKE_NEXT));
      first.get(120, TimeUnit.SECONDS);
      second.get(120, TimeUnit.SECONDS);
    }
    assertThat(ibc.starts()).isEqualTo(1);
  }

  @Test
  void aGatewayThatRestartsItselfIsWaitedFor() throws Exception {
    play("serve\nsleep 0.5\nserve\n");
    try (IbGateway gateway = gateway(LONG)) {
      gateway.connect(OnClientIdInUse.WAIT);
    }
    ProcessEnd.end(ibc.gateway());
    try (IbGateway gateway = gateway(LONG)) {
      gateway.connect(OnClientIdInUse.WAIT);
    }
    assertThat(ibc.starts()).isEqualTo(1);
  }

  @Test
  void aGatewayThatDoesNotComeBackIsReplaced() throws Exception {
    play("serve\n[ $(wc -l < $seen/starts) = 1 ] && exec sleep 1000\n");
    try (IbGateway gateway = gateway(LONG)) {
      gateway.connect(OnClientIdInUse.WAIT);
    }
    ProcessHandle first = ibc.noted().orElseThrow();
    ProcessEnd.end(ibc.gateway());
    try (IbGateway gateway = gateway(LONG, false, Duration.ofMillis(300))) {
      gateway.connect(OnClientIdInUse.WAIT);
    }
    assertThat(ibc.starts()).isEqualTo(2);
    assertThat(first.isAlive()).isFalse();
  }

  @Test
  void itIsEndedAfterwardsIfItIsNotToBeLeftRunning() throws Exception {
    play(StandInIbc.STARTS);
    try (IbGateway gateway = gateway(LONG, true, LONG)) {
      gateway.connect(OnClientIdInUse.WAIT);
    }
    assertThat(ibc.noted()).isEmpty();
    assertThat(StandInIbc.isOnACommandLine("--port\0" + port)).isFalse();
    assertThat(Files.exists(ibc.privateFolder().resolve("config.ini"))).isFalse();
  }

  /** The lock's holder stands for another process of this host. */
  @Test
  void gatewayThatAnotherProcessIsStartingIsLeftRunning() throws Exception {
    play(StandInIbc.STARTS);
    IbGateway last = gateway(LONG, true, LONG);
    last.connect(OnClientIdInUse.WAIT);
    try (FileChannel starting =
        new IbcFolder(ibc.privateFolder()).lock(Deadline.in(LONG)).orElseThrow()) {
      last.close();

      assertThat(starting.isOpen()).isTrue();
      assertThat(ibc.noted()).isPresent();
      assertThat(ibc.gateway().isAlive()).isTrue();
    }
  }

  private GatewayProcess endedAfterwards() {
    return new GatewayProcess(ibc.settings(true), () -> CREDENTIALS, LONG);
  }

  @Test
  void onlyTheLastOfSeveralUsersEndsIt() throws Exception {
    play(StandInIbc.STARTS);
    GatewayProcess process = endedAfterwards();
    IbGateway other = gateway(LONG, process);
    try (IbGateway trading = gateway(LONG, process)) {
      trading.connect(OnClientIdInUse.TAKE_NEXT);
      other.connect(OnClientIdInUse.TAKE_NEXT);
      other.close();
      other.close();

      assertThat(trading.await(trading.session().reqCurrentTime())).isNotNull();
      assertThat(ibc.noted()).isPresent();
    }
    assertThat(ibc.noted()).isEmpty();
  }

  @Test
  void whoNeverAskedForItDoesNotEndIt() throws Exception {
    play(StandInIbc.STARTS);
    GatewayProcess process = endedAfterwards();
    try (IbGateway trading = gateway(LONG, process)) {
      trading.connect(OnClientIdInUse.TAKE_NEXT);
      gateway(LONG, process).close();

      assertThat(trading.await(trading.session().reqCurrentTime())).isNotNull();
    }
    gateway(LONG, process).close();
    assertThat(ibc.starts()).isEqualTo(1);
  }

  @Test
  void whoGivesUpWaitingForAClientIdDoesNotEndIt() throws Exception {
    play(StandInIbc.STARTS);
    GatewayProcess process = endedAfterwards();
    try (IbGateway trading = gateway(LONG, process)) {
      trading.connect(OnClientIdInUse.WAIT);
      try (IbGateway second = gateway(SHORT, process)) {
        assertThrows(ClientIdAwaitedException.class, () -> second.connect(OnClientIdInUse.WAIT));
      }

      assertThat(trading.await(trading.session().reqCurrentTime())).isNotNull();
    }
    assertThat(ibc.noted()).isEmpty();
  }

  @Test
  void theNextOneWaitsUntilItHasEndedAndStartsItAnew() throws Exception {
    play("serve\nsleep 0.5\n");
    GatewayProcess process = endedAfterwards();
    IbGateway last = gateway(LONG, process);
    last.connect(OnClientIdInUse.WAIT);
    CompletableFuture<Void> ending = CompletableFuture.runAsync(last::close);
    try (IbGateway next = gateway(LONG, process)) {
      next.connect(OnClientIdInUse.WAIT);
      ending.get(120, TimeUnit.SECONDS);

      assertThat(next.await(next.session().reqCurrentTime())).isNotNull();
    }
    assertThat(ibc.noted()).isEmpty();
  }
}
