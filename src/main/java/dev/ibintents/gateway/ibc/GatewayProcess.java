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
 * IB Gateway on this very host, started through IBC when nothing listens where the configuration
 * expects it, and left running for the invocations to come.
 *
 * <p>The credentials go into a file that only this user can read, and out of it again as soon as
 * the gateway answers; they are on no command line, in no environment of another process, and in no
 * log or message of this product.
 */
public final class GatewayProcess {
  private static final Logger logger = LoggerFactory.getLogger(GatewayProcess.class);

  /** How long a gateway that restarts itself every day may take; about 80 s have been seen. */
  private static final Duration RESTART = Duration.ofMinutes(2);

  private final IbcSettings settings;
  private final CredentialsSource credentials;
  private final Duration restartTime;
  private final GatewayUsers users = new GatewayUsers();

  /**
   * @param settings how to start it
   * @param credentials what to log in with
   */
  public GatewayProcess(IbcSettings settings, CredentialsSource credentials) {
    this(settings, credentials, RESTART);
  }

  GatewayProcess(IbcSettings settings, CredentialsSource credentials, Duration restartTime) {
    this.settings = settings;
    this.credentials = credentials;
    this.restartTime = restartTime;
  }

  /** Whether a gateway at this host would be one that can be started from here. */
  public boolean canBeAt(String host) {
    try {
      InetAddress address = InetAddress.getByName(host);
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException e) {
      return false; // what has no address is not here
    }
  }

  /**
   * Begins to start the gateway, or to wait for one that is being started or restarts itself.
   *
   * @param apiPort where its API is to listen
   * @param deadline by when it must answer
   * @throws GatewayUnreachableException if that is not possible
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
              settings, credentials, folder, lock.get(), apiPort, restartTime, deadline);
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

  /** One invocation's use of the gateway, from before it connects until it has done with it. */
  public final class Use implements AutoCloseable {
    private Use() {}

    /** The gateway has answered. */
    public void answered() {
      users.answered();
    }

    /**
     * Ends the gateway if it is not to be left running, and nobody else uses it. To be done once.
     */
    @Override
    public void close() {
      users.leave(GatewayProcess.this::afterwards);
    }
  }

  /**
   * Says that an invocation is about to connect; it waits while the gateway is being ended after
   * the last one.
   *
   * @throws GatewayUnreachableException if that takes longer than the invocation may
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
      // A lock that is held is held by another process, which starts the gateway, or waits for it.
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
