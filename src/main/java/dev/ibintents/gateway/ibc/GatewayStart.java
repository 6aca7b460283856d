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
 * The wait for a gateway on this host, from its start to its first answer. Only one is under way at
 * a time. A gateway that does not answer is ended with it, so that the next one begins afresh.
 */
public final class GatewayStart implements AutoCloseable {
  private static final Logger logger = LoggerFactory.getLogger(GatewayStart.class);

  private static final int READ_LINES = 200;

  /** What an attended IBC would ask a person, for IBC without settings of its user's. */
  private static final Map<String, String> UNATTENDED =
      Map.of(
          "ReadOnlyApi", "no",
          "ExistingSessionDetectedAction", "primary",
          "AcceptIncomingConnectionAction", "reject",
          "ReloginAfterSecondFactorAuthenticationTimeout", "yes");

  private final IbcSettings settings;
  private final CredentialsSource source;
  private final IbcFolder folder;
  private final FileChannel lock;
  private final int apiPort;
  private final Duration restartTime;
  private final Deadline deadline;
  private GatewayCredentials credentials = new GatewayCredentials("", "");
  private ProcessHandle process;
  private Deadline restart;
  private boolean answered;

  GatewayStart(
      IbcSettings settings,
      CredentialsSource source,
      IbcFolder folder,
      FileChannel lock,
      int apiPort,
      Duration restartTime,
      Deadline deadline) {
    this.settings = settings;
    this.source = source;
    this.folder = folder;
    this.lock = lock;
    this.apiPort = apiPort;
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
    credentials = source.get();
    folder.write(ibcSettings(), credentials);
    ProcessBuilder builder =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.log().toFile()));
    // IBC needs them in its file, and nothing that it starts needs to inherit them.
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

  /** IBC's settings as its user has them, but for the mode and the port, which are ours. */
  private Properties ibcSettings() throws IOException {
    Properties properties = new Properties();
    if (Files.isReadable(settings.usersSettings())) {
      properties.putAll(IbcFolder.read(settings.usersSettings()));
    } else {
      properties.putAll(UNATTENDED);
    }
    properties.setProperty("TradingMode", settings.tradingMode());
    properties.setProperty("OverrideTwsApiPort", Integer.toString(apiPort));
    return properties;
  }

  /** By when it must answer. */
  public Deadline deadline() {
    return deadline;
  }

  /**
   * Sees after the process between two attempts to connect. One that was found running, and does
   * not come back, is replaced.
   *
   * @throws GatewayUnreachableException if the gateway has died; with what IBC said
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

  /** Why there is no gateway although one was started, for the message of whoever gives up. */
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

  /** The gateway has answered, so it is left running, without the credentials on disk. */
  public void answered() {
    answered = true;
    try {
      folder.forgetCredentials();
    } catch (IOException e) {
      throw new GatewayUnreachableException(
          "the gateway's credentials could not be taken out of " + folder.settings(), e);
    }
  }

  /** Ends a gateway that has not answered, and lets the next one in. */
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
