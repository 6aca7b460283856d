package dev.ibintents.gateway.ibc;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayUnreachableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a gateway on this host, until its first answer. Only one start is under way at a
 * time. A gateway that does not answer in time is ended, so that the next start begins afresh.
 */
public final class GatewayStart implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(GatewayStart.class);

  private static final int READ_LINES = 200;

  /**
   * Settings that spare IBC every question to a person. They are used if the user has no settings.
   * A person who is logged in with the same user name keeps the session ("secondary").
   */
  private static final Map<String, String> UNATTENDED =
      Map.of(
          "ReadOnlyApi", "no",
          "ExistingSessionDetectedAction", "secondary",
          "AcceptIncomingConnectionAction", "reject",
          "ReloginAfterSecondFactorAuthenticationTimeout", "yes");

  private final IbcSettings settings;
  private final Login login;
  private final IbcFolder folder;
  private final FileChannel lock;
  private final Duration restartTime;
  private final Deadline deadline;
  private GatewayCredentials credentials = new GatewayCredentials("", "");
  private ProcessHandle process;
  private Deadline restart;
  private boolean answered;

  /**
   * The login of a gateway that is started.
   *
   * @param credentials gives the user name and the password
   * @param apiPort the port on which the gateway's API is to listen
   */
  record Login(CredentialsSource credentials, int apiPort) {}

  /**
   * @param settings the settings for IBC
   * @param login the login, if the gateway does not run yet
   * @param folder the files of IBC
   * @param lock the lock on that folder; closed with this start
   * @param restartTime how long a gateway that runs already may take to restart itself
   * @param deadline by when the gateway must answer
   */
  GatewayStart(
      IbcSettings settings,
      Login login,
      IbcFolder folder,
      FileChannel lock,
      Duration restartTime,
      Deadline deadline) {
    this.settings = settings;
    this.login = login;
    this.folder = folder;
    this.lock = lock;
    this.restartTime = restartTime;
    this.deadline = deadline;
  }

  /** Starts the gateway, or finds the one that was started before. */
  void begin() throws IOException {
    Optional<ProcessHandle> running = folder.noted();
    if (running.isPresent()) {
      process = running.get();
      restart = deadline.orIn(restartTime);
      logger.info("Waiting for the gateway that runs as process {}", process.pid());
    } else {
      launch();
    }
  }

  private void launch() throws IOException {
    credentials = login.credentials().get();
    credentials.requireReadableByIbc();
    folder.write(ibcSettings(), credentials);
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    // IBC reads them from its file; the processes that it starts do not inherit them.
    builder.environment().values().removeIf(this::isCredential);
    process = builder.start().toHandle();
    restart = null;
    folder.note(process);
    logger.info(
        "Started IB Gateway {} through IBC, as process {}; a login takes a minute or so, and waits"
            + " for the second factor where there is one",
        settings.twsVersion(),
        process.pid());
  }

  private boolean isCredential(String value) {
    return value.equals(credentials.user()) || value.equals(credentials.password());
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add("bash");
    command.add(settings.startScript().toString());
    command.add(settings.twsVersion());
    command.add("--gateway");
    command.add("--mode=" + settings.tradingMode());
    command.add("--ibc-path=" + settings.ibcPath());
    command.add("--ibc-ini=" + folder.settings());
    command.add("--on2fatimeout=exit");
    settings.twsPath().ifPresent(path -> command.add("--tws-path=" + path));
    return command;
  }

  /** The user's settings for IBC, with the trading mode and the port of this product. */
  private Properties ibcSettings() throws IOException {
    Properties properties = new Properties();
    if (Files.isReadable(settings.usersSettings())) {
      properties.putAll(IbcFolder.read(settings.usersSettings()));
    } else {
      properties.putAll(UNATTENDED);
    }
    properties.setProperty("TradingMode", settings.tradingMode());
    properties.setProperty("OverrideTwsApiPort", Integer.toString(login.apiPort()));
    return properties;
  }

  /** By when the gateway must answer. */
  public Deadline deadline() {
    return deadline;
  }

  /**
   * Checks the process between two attempts to connect. A gateway that was running before, and does
   * not come back, is started anew.
   *
   * @throws GatewayUnreachableException if the gateway has ended; the message quotes IBC's log
   */
  public void check() {
    try {
      if (restart != null) {
        if (!process.isAlive() || restart.hasPassed()) {
          logger.warn("The gateway that ran as process {} does not come back", process.pid());
          ProcessEnd.end(process);
          launch();
        }
      } else if (!process.isAlive()) {
        throw new GatewayUnreachableException(
            "IB Gateway was started through IBC, and has ended before it answered." + ibcLog());
      }
    } catch (IOException e) {
      throw new GatewayUnreachableException("IB Gateway could not be started again", e);
    }
  }

  /** The reason why the started gateway does not answer, for a message. */
  public String whyNot() {
    return "IB Gateway was started through IBC, and has not answered within "
        + deadline.length().toSeconds()
        + " s; it is ended, and the next request starts it anew."
        + ibcLog();
  }

  private String ibcLog() {
    try {
      return new IbcLog(folder.lastLines(READ_LINES).stream().map(credentials::hiddenIn).toList())
          .toString();
    } catch (IOException e) {
      logger.warn("IBC's log cannot be read", e);
      return " IBC's log, " + folder.log() + ", cannot be read: " + e.getMessage();
    }
  }

  /**
   * Notes that the gateway has answered: it is left running, and its credentials are deleted from
   * the disk.
   */
  public void answered() {
    answered = true;
    try {
      folder.forgetCredentials();
    } catch (IOException e) {
      throw new GatewayUnreachableException(
          "the gateway's credentials could not be taken out of " + folder.settings(), e);
    }
  }

  /** Ends a gateway that has not answered, and gives back the lock. */
  @Override
  public void close() {
    try {
      if (!answered) {
        if (process != null) {
          ProcessEnd.end(process);
        }
        folder.clear();
      }
    } catch (IOException e) {
      throw new GatewayUnreachableException("the gateway's files could not be deleted", e);
    } finally {
      unlock();
    }
  }

  private void unlock() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new GatewayUnreachableException("the next start of the gateway cannot begin", e);
    }
  }
}
