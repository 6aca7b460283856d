package dev.ibintents.gateway.ibc;

import static com.google.common.truth.Truth.assertThat;
import static dev.ibintents.house.DoubleQuotes.doubleQuoted;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.bench.TestedProtocol;
import dev.ibintents.gateway.IbGateway;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayUnreachableException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A gateway that cannot be started, and the words for the reason. */
@Timeout(180)
final class GatewayProcessFailureTest extends GatewayProcessBench {
  /** Long enough for a script to begin. */
  private static final Duration HUNG = Duration.ofSeconds(5);

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
        "IBC: End this session and let the other session proceed (scenario 2)|somebody else is"
            + " logged in with this user name",
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
            TestedProtocol.settings(port, 1, LONG),
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

  @ParameterizedTest
  @CsvSource(
      ignoreLeadingAndTrailingWhitespace = false,
      value = {"user, pass,password", "user,pass ,password", " user,pass,user name"})
  void credentialsThatIbcWouldCutAreNotTried(String user, String password, String what)
      throws Exception {
    play(StandInIbc.STARTS);
    GatewayProcess process =
        new GatewayProcess(ibc.settings(false), () -> new GatewayCredentials(user, password));
    try (IbGateway gateway =
        new IbGateway(
            TestedProtocol.settings(port, 1, LONG), Deadline.in(LONG), Optional.of(process))) {
      assertThat(
              assertThrows(
                  GatewayUnreachableException.class, () -> gateway.connect(OnClientIdInUse.WAIT)))
          .hasMessageThat()
          .isEqualTo(
              "IB Gateway was not started: the broker's "
                  + what
                  + " begins or ends with a blank, which IBC cuts off. Choose another one at the"
                  + " broker");
    }
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
