package dev.ibintents.gateway.ibc;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How IB Gateway is started on this host, through IBC (github.com/IbcAlpha/IBC), which types the
 * user name and the password.
 *
 * @param twsVersion which installed version of IB Gateway, as in {@code 1045}
 * @param ibcPath where IBC is installed
 * @param twsPath where versions of IB Gateway are installed, if not where IBC looks by itself
 * @param tradingMode {@code paper} or {@code live}
 * @param folder where the private files of the started gateway are kept
 * @param stopAfterwards whether to end it when no invocation uses it any more, rather than to leave
 *     it running
 */
public record IbcSettings(
    String twsVersion,
    Path ibcPath,
    Optional<Path> twsPath,
    String tradingMode,
    Path folder,
    boolean stopAfterwards) {

  /** IBC's own start script, which also starts IB Gateway again when that restarts itself. */
  Path startScript() {
    return ibcPath.resolve("scripts").resolve("ibcstart.sh");
  }

  /** IBC's settings as its user has them; the product's own are made from them. */
  Path usersSettings() {
    return ibcPath.resolve("config.ini");
  }
}
