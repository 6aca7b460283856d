package dev.ibintents.gateway.ibc;

import dev.ibintents.ibapi.Deadline;
import dev.ibintents.ibapi.GatewayUnreachableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * IB Gateway on this host. It is started through IBC if nothing listens at the configured address,
 * and left running for later invocations.
 *
 * <p>The credentials are written into a file that only this user can read, and deleted from it when
 * the gateway answers. They are on no command line, in no environment of another process, and in no
 * log or message of this product.
 */
public final class GatewayProcess {
  private static final Logger logger = LoggerFactory.getLogger(GatewayProcess.class);

  /** The longest daily restart of a gateway; restarts of about 80 s have been seen. */
  private static final Duration RESTART = Duration.ofMinutes(2);

  private final IbcSettings settings;
  private final CredentialsSource credentials;
  private final Duration restartTime;
  private final GatewayUsers users = new GatewayUsers();

  /**
   * @param settings the settings for IBC
   * @param credentials gives the user name and the password
   */
  public GatewayProcess(IbcSettings settings, CredentialsSource credentials) {
    this(settings, credentials, RESTART);
  }

  GatewayProcess(IbcSettings settings, CredentialsSource credentials, Duration restartTime) {
    this.settings = settings;
    this.credentials = credentials;
    this.restartTime = restartTime;
  }

  /** Whether a host is this machine, so that a gateway can be started there. */
  public boolean canBeAt(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false; // a host without an address is not this one
    }
  }

  /**
   * Starts the gateway, or waits for one that is being started or restarts itself.
   *
   * @param apiPort the port on which its API is to listen
   * @param deadline by when it must answer
   * @throws GatewayUnreachableException if it cannot be started
   */
  public GatewayStart begin(int apiPort, Deadline deadline) {
    if (!Files.isReadable(settings.startScript())) {
      throw new GatewayUnreachableException(
          "no gateway listens, and it cannot be started: there is no "
              + settings.startScript()
              + "; set IBC_PATH to where IBC is installed");
    }
    try {
      IbcFolder folder = new IbcFolder(settings.folder());
      Optional<FileChannel> lock = folder.lock(deadline);
      if (lock.isEmpty()) {
        throw new GatewayUnreachableException(
            "another invocation has been starting the gateway for " + deadline.length());
      }
      GatewayStart start =
          new GatewayStart(
              settings,
              new GatewayStart.Login(credentials, apiPort),
              folder,
              lock.get(),
              restartTime,
              deadline);
      boolean begun = false;
      try {
        start.begin();
        begun = true;
        return start;
      } finally {
        if (!begun) {
          start.close();
        }
      }
    } catch (IOException e) {
      throw new GatewayUnreachableException(
          "no gateway listens, and it cannot be started: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnreachableException("interrupted while starting the gateway", e);
    }
  }

  /**
   * The use of the gateway by one invocation, from before it connects until it has disconnected.
   */
  public final class Use implements AutoCloseable {
    private Use() {}

    /** Notes that the gateway has answered. */
    public void answered() {
      users.answered();
    }

    /**
     * Ends the gateway if the settings ask for it, and no other invocation uses it. To be called
     * once.
     */
    @Override
    public void close() {
      users.leave(GatewayProcess.this::afterwards);
    }
  }

  /**
   * Begins the use of the gateway by an invocation that is about to connect. It waits while the
   * gateway is being ended after the last invocation.
   *
   * @throws GatewayUnreachableException if that takes longer than the deadline allows
   */
  public Use use(Deadline deadline) {
    try {
      if (users.join(deadline)) {
        return new Use();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnreachableException("interrupted while the gateway was being ended", e);
    }
    throw new GatewayUnreachableException(
        "the gateway was still being ended after another request, for " + deadline.length());
  }

  private void afterwards() {
    if (!settings.stopAfterwards() || !Files.isDirectory(settings.folder())) {
      return;
    }
    try {
      IbcFolder folder = new IbcFolder(settings.folder());
      // If another process holds the lock, it is starting the gateway, or waits for it.
      Optional<FileChannel> lock = folder.lock(Deadline.in(Duration.ZERO));
      if (lock.isEmpty()) {
        logger.info("Another process is starting the gateway, so it is left running");
        return;
      }
      try {
        end(folder);
      } finally {
        lock.get().close();
      }
    } catch (IOException e) {
      throw new GatewayUnreachableException("the gateway could not be ended", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GatewayUnreachableException("interrupted while ending the gateway", e);
    }
  }

  private static void end(IbcFolder folder) throws IOException {
    Optional<ProcessHandle> running = folder.noted();
    if (running.isPresent()) {
      ProcessEnd.end(running.get());
      folder.clear();
    }
  }
}
