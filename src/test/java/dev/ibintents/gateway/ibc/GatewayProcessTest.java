package dev.ibintents.gateway.ibc;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.FreePort;
import dev.ibintents.gateway.ClientIdAwaitedException;
import dev.ibintents.gateway.GatewaySettings;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayUnreachableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway on this host, from the start of IBC's script to the API's first answer. */
@Timeout(180)
final class GatewayProcessTest {
  private static final GatewayCredentials CREDENTIALS =
      new GatewayCredentials("trader77", "#p=s\\s: wörd!");

  /** Long enough for a JVM to start on a busy machine. */
  private static final Duration LONG = Duration.ofSeconds(90);

  private static final Duration SHORT = Duration.ofMillis(1500);

  /** Long enough for a script to begin. */
  private static final Duration HUNG = Duration.ofSeconds(5);

  @TempDir Path folder;
  private StandInIbc ibc;
  private int port;
  private final List<String> logged = new CopyOnWriteArrayList<>();
  private final Logger log = Logger.getLogger("dev.ibintents.gateway");
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          logged.add(new SimpleFormatter().format(record));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    port = FreePort.take();
    log.setLevel(Level.ALL);
    log.addHandler(handler);
  }

  /** Whatever a test does, nobody is told the credentials. */
  @AfterEach
  void endAndSearch() throws Exception {
    log.removeHandler(handler);
    log.setLevel(null);
    if (ibc != null) {
      ibc.close();
    }
    assertThat(logged.stream().filter(GatewayProcessTest::isTelling).toList()).isEmpty();
  }

  private static boolean isTelling(String text) {
    return text.contains(CREDENTIALS.password()) || text.contains(CREDENTIALS.user());
  }

  private void play(String script) throws IOException {
    ibc = new StandInIbc(folder, script);
  }

  private IbGateway gateway(Duration deadline, boolean stopAfterwards, Duration restartTime) {
    return gateway(
        deadline, new GatewayProcess(ibc.settings(stopAfterwards), () -> CREDENTIALS, restartTime));
  }

  private IbGateway gateway(Duration deadline, GatewayProcess process) {
    return new IbGateway(
        new GatewaySettings("127.0.0.1", port, 1, Duration.ofSeconds(1)),
        Deadline.in(deadline),
        Optional.of(process));
  }

  private IbGateway gateway(Duration deadline) {
    return gateway(deadline, false, LONG);
  }

  private String failure(Duration deadline) {
    try (IbGateway gateway = gateway(deadline)) {
      GatewayUnreachableException failure =
          assertThrows(
              GatewayUnreachableException.class, () -> gateway.connect(OnClientIdInUse.WAIT));
      for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
        assertThat(isTelling(String.valueOf(cause.getMessage()))).isFalse();
      }
      return failure.getMessage();
    }
  }

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

  @Test
  void aGatewayThatHangsIsEnded() throws Exception {
    play("echo 'Login dialog WINDOW_OPENED: LoginState is LOGGED_OUT'\nexec sleep 1000\n");

    assertThat(failure(HUNG))
        .isEqualTo(
            "IB Gateway was started through IBC, and has not answered within 5 s; it is ended, and"
                + " the next request starts it anew. IBC said last: Login dialog WINDOW_OPENED:"
                + " LoginState is LOGGED_OUT");
    assertThat(ibc.noted()).isEmpty();
    assertThat(Files.exists(ibc.privateFolder().resolve("config.ini"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2026-11-23 20:00:00:000 IBC: Login failed|the broker refused the login",
        "IBC: Login has failed|the broker refused the login",
        "IBC: Soft token=0 received instead of expected permanent|a full login",
        "IBC: Second Factor Authentication initiated|the second factor was not confirmed",
        "IBC closing because login has not completed after Second Factor Authentication"
            + "|the second factor was not confirmed",
        "Too many failed login attempts. Please wait 53 seconds|lets nobody log in for some"
            + " minutes",
        "Error: Offline TWS/Gateway version 1045 is not installed: can't find jars folder|TWS_PATH",
        "java.awt.HeadlessException:|needs a display"
      })
  void whatIbcSaidBeforeItDiedIsReported(String line, String explanation) throws Exception {
    play(doubleQuoted("echo '%s'\nexit 87\n").formatted(line));

    String failure = failure(LONG);

    assertThat(failure)
        .startsWith(
            "IB Gateway was started through IBC, and has ended before it answered. Probably ");
    assertThat(failure).contains(explanation);
    assertThat(failure).endsWith(". IBC said last: " + line);
    assertThat(Files.exists(ibc.privateFolder().resolve("config.ini"))).isFalse();
  }

  @Test
  void anIbcThatTellsTheCredentialsIsNotQuoted() throws Exception {
    play(
        """
        cat "$ini"
        sed -n 's/^IbLoginId=/user is /p' "$ini"
        printf '#p=s\\\\s: w\\xf6rd!\\n\
        '
        """);

    String failure = failure(LONG);

    assertThat(failure).contains("user is ***");
    assertThat(failure).doesNotContain("#p=s");
  }

  @Test
  void withoutIbcItSaysWhereIbcIsLookedFor() throws Exception {
    play("");
    Files.delete(ibc.settings(false).startScript());

    assertThat(failure(LONG))
        .isEqualTo(
            "no gateway listens, and it cannot be started: there is no "
                + folder
                + "/ibc/scripts/ibcstart.sh; set IBC_PATH to where IBC is installed");
  }

  @Test
  void credentialsThatCannotBeHadAreReported() throws Exception {
    play(StandInIbc.STARTS);
    IbGateway gateway =
        new IbGateway(
            new GatewaySettings("127.0.0.1", port, 1, LONG),
            Deadline.in(LONG),
            Optional.of(
                new GatewayProcess(
                    ibc.settings(false),
                    () -> {
                      throw new GatewayUnreachableException("no such secret");
                    })));

    assertThat(
            assertThrows(
                GatewayUnreachableException.class, () -> gateway.connect(OnClientIdInUse.WAIT)))
        .hasMessageThat()
        .isEqualTo("no such secret");
    assertThat(ibc.starts()).isEqualTo(0);
  }

  @Test
  void aGatewayOnAnotherHostIsNotStartedHere() throws Exception {
    play(StandInIbc.STARTS);
    GatewayProcess process = new GatewayProcess(ibc.settings(false), () -> CREDENTIALS);

    assertThat(process.canBeAt("127.0.0.1")).isTrue();
    assertThat(process.canBeAt("localhost")).isTrue();
    assertThat(process.canBeAt("192.0.2.1")).isFalse();
    assertThat(process.canBeAt("no-such-host.invalid")).isFalse();
  }

  @Test
  void credentialsAreShownNowhere() {
    assertThat(CREDENTIALS.toString()).isEqualTo("GatewayCredentials[***]");
    assertThat(new GatewayCredentials("a", "abc").hiddenIn("abc a")).isEqualTo("*** ***");
  }
}
