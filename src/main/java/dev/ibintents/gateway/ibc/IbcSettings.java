package dev.ibintents.gateway.ibc;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings to start IB Gateway on this host through IBC (github.com/IbcAlpha/IBC), which types
 * the user name and the password.
 *
 * @param twsVersion the installed version of IB Gateway, such as {@code 1045}
 * @param ibcPath the folder of IBC
 * @param twsPath the folder with the versions of IB Gateway; empty for the one that IBC looks in
 * @param tradingMode {@code paper} or {@code live}
 * @param folder the folder for the private files of the started gateway
 * @param stopAfterwards whether the gateway is ended when no invocation uses it any more
 */
public record IbcSettings(
    String twsVersion,
    Path ibcPath,
    Optional<Path> twsPath,
    String tradingMode,
    Path folder,
    boolean stopAfterwards) {

  /** IBC's start script, which also starts IB Gateway again after its daily restart. */
  Path startScript() {
    return ibcPath.resolve("scripts").resolve("ibcstart.sh");
  }

  /** The user's settings for IBC; the settings that are used are made from them. */
  Path usersSettings() {
    return ibcPath.resolve("config.ini");
  }
}
