package dev.ibintents.environment;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The environment variables that the function reads, with a component for each. They are checked
 * once, when an instance starts.
 *
 * @param revision {@code K_REVISION}: the deployed revision; {@code localhost} outside Cloud Run
 * @param inCloud whether Cloud Run serves the function ({@code K_SERVICE} is set)
 * @param projectId {@code PROJECT_ID}, or else {@code GOOGLE_CLOUD_PROJECT}
 * @param tradingMode {@code TRADING_MODE}: {@code paper} unless it says {@code live}
 * @param timeout {@code TIMEOUT_SECONDS}: the longest invocation; 300 s by default
 * @param storeKind {@code STORE}; if it is not set, the other variables decide
 * @param gatewayKind {@code GATEWAY}; if it is not set, the other variables decide
 * @param dataFolder {@code DATA_FOLDER}: the folder of the embedded store
 * @param access {@code HOST} and {@code HOSTS}: the machines that are answered at home
 */
public record Variables(
    String revision,
    boolean inCloud,
    Optional<String> projectId,
    TradingMode tradingMode,
    Duration timeout,
    StoreKind storeKind,
    GatewayKind gatewayKind,
    Path dataFolder,
    Access access) {

  /** The revision outside Cloud Run. */
  public static final String LOCALHOST = "localhost";

  private static final String DEFAULT_TIMEOUT_SECONDS = "300";
  private static final int LONGEST_TIMEOUT_SECONDS = 3600;
  private static final String DEFAULT_DATA_FOLDER = ".ib-intents";

  /** The kind of store for the documents. */
  public enum StoreKind {
    /** Google's Firestore, or its emulator. */
    FIRESTORE,
    /** A file in {@link Variables#dataFolder()}. */
    EMBEDDED
  }

  /** The kind of gateway. */
  public enum GatewayKind {
    /** The gateway at the configured {@code apiHost} and {@code apiPort}. */
    CONFIGURED,
    /** The simulated gateway, which this process starts at the configured port. */
    SIMULATED,
    /** The simulated gateway, unless a server listens at an address that is configured. */
    SIMULATED_UNLESS_CONFIGURED
  }

  /**
   * Reads the variables.
   *
   * @param variables names and values, as in {@link System#getenv()}
   * @throws ConfigurationException if a variable has a wrong value
   */
  public static Variables from(Map<String, String> variables) {
    boolean inCloud = isSet(variables, "K_SERVICE");
    Optional<String> projectId =
        optional(variables, "PROJECT_ID").or(() -> optional(variables, "GOOGLE_CLOUD_PROJECT"));
    StoreKind storeKind = storeKind(variables, inCloud, projectId);
    return new Variables(
        optional(variables, "K_REVISION").orElse(LOCALHOST),
        inCloud,
        projectId,
        tradingMode(variables),
        Duration.ofSeconds(
            integer(
                variables, "TIMEOUT_SECONDS", DEFAULT_TIMEOUT_SECONDS, LONGEST_TIMEOUT_SECONDS)),
        storeKind,
        gatewayKind(variables, inCloud, storeKind),
        Path.of(optional(variables, "DATA_FOLDER").orElse(DEFAULT_DATA_FOLDER)),
        Access.from(optional(variables, "HOST"), optional(variables, "HOSTS")));
  }

  private static TradingMode tradingMode(Map<String, String> variables) {
    String value = optional(variables, "TRADING_MODE").orElse(TradingMode.PAPER.id());
    return Arrays.stream(TradingMode.values())
        .filter(mode -> mode.id().equals(value))
        .findFirst()
        .orElseThrow(() -> refused("TRADING_MODE", value, "paper or live"));
  }

  private static StoreKind storeKind(
      Map<String, String> variables, boolean inCloud, Optional<String> projectId) {
    Optional<String> named = optional(variables, "STORE");
    if (named.isPresent()) {
      return named("STORE", named.get(), List.of(StoreKind.FIRESTORE, StoreKind.EMBEDDED));
    }
    if (projectId.isPresent() || isSet(variables, "FIRESTORE_EMULATOR_HOST")) {
      return StoreKind.FIRESTORE;
    }
    if (inCloud) {
      throw new ConfigurationException(
          "PROJECT_ID is not set, so there is no Firestore to use, and in the cloud the embedded"
              + " store would forget everything with the instance. Set PROJECT_ID to the Google"
              + " Cloud project, or ask for the embedded store by name with STORE=embedded");
    }
    return StoreKind.EMBEDDED;
  }

  private static GatewayKind gatewayKind(
      Map<String, String> variables, boolean inCloud, StoreKind storeKind) {
    Optional<String> named = optional(variables, "GATEWAY");
    if (named.isPresent()) {
      return named("GATEWAY", named.get(), List.of(GatewayKind.CONFIGURED, GatewayKind.SIMULATED));
    }
    return inCloud || storeKind == StoreKind.FIRESTORE || isSet(variables, IbcVariables.VERSION)
        ? GatewayKind.CONFIGURED
        : GatewayKind.SIMULATED_UNLESS_CONFIGURED;
  }

  private static <E extends Enum<E>> E named(String variable, String value, List<E> allowed) {
    return allowed.stream()
        .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(value))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    variable,
                    value,
                    allowed.stream()
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(" or "))));
  }

  private static int integer(
      Map<String, String> variables, String name, String defaultValue, int largest) {
    String value = optional(variables, name).orElse(defaultValue);
    String expected = "a whole number from 1 to " + largest;
    try {
      int number = Integer.parseInt(value);
      if (number < 1 || number > largest) {
        throw refused(name, value, expected);
      }
      return number;
    } catch (NumberFormatException e) {
      throw refused(name, value, expected);
    }
  }

  private static ConfigurationException refused(String name, String value, String expected) {
    return new ConfigurationException(name + " is \"" + value + "\"; it must be " + expected);
  }

  private static Optional<String> optional(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name)).filter(value -> !value.isEmpty());
  }

  private static boolean isSet(Map<String, String> variables, String name) {
    return optional(variables, name).isPresent();
  }
}
