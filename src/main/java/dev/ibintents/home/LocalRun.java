package dev.ibintents.home;

import dev.ibintents.environment.Access;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.TradingMode;
import dev.ibintents.environment.Variables;
import dev.ibintents.environment.Variables.GatewayKind;
import dev.ibintents.environment.Variables.StoreKind;
import dev.ibintents.simulator.account.DocumentStateStore;
import dev.ibintents.simulator.account.StateStore;
import dev.ibintents.simulator.clock.ClockSetting;
import dev.ibintents.simulator.clock.MarketClock;
import dev.ibintents.simulator.server.GatewayOptions;
import dev.ibintents.simulator.server.SimulatedGateway;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the run at home. It seeds an empty embedded store, starts the simulated gateway at the
 * configured address, and logs commands to try. Only this class, {@link Seed} and the command line
 * use the simulator.
 */
public final class LocalRun {
  private static final Logger logger = LoggerFactory.getLogger(LocalRun.class);

  private static final String CLOCK = "CLOCK";
  private static final String CLOCK_SPEED = "CLOCK_SPEED";
  private static final String ANY_ADDRESS = "0.0.0.0";

  private LocalRun() {}

  /** Whether the variables ask for the embedded store or the simulated gateway. */
  static boolean isAskedFor(Variables variables) {
    return variables.storeKind() == StoreKind.EMBEDDED
        || variables.gatewayKind() != GatewayKind.CONFIGURED;
  }

  /**
   * The clock of an instance: the machine's, or the one that {@code CLOCK} and {@code CLOCK_SPEED}
   * ask for. The simulated gateway has the same clock.
   *
   * @param environment the process's environment variables
   * @param variables the variables that are read already
   * @throws ConfigurationException if a variable cannot be read, or if this instance must have the
   *     real time: in the cloud, with a real gateway, and with Firestore
   */
  static Clock clock(Map<String, String> environment, Variables variables) {
    ClockSetting setting =
        setting(CLOCK, environment, ClockSetting.SYSTEM, ClockSetting::withStart);
    setting = setting(CLOCK_SPEED, environment, setting, ClockSetting::withSpeed);
    if (setting.equals(ClockSetting.SYSTEM)) {
      return Clock.systemUTC();
    }
    if (variables.inCloud()) {
      throw realTimeOnly("in the cloud the function has the real time; unset it");
    }
    if (variables.storeKind() == StoreKind.FIRESTORE) {
      throw realTimeOnly(
          "documents in Firestore have the real time; unset it, or set STORE=embedded");
    }
    if (variables.gatewayKind() == GatewayKind.CONFIGURED) {
      throw realTimeOnly(
          "the configured gateway has the real time; unset it, or set GATEWAY=simulated");
    }
    return setting.clock();
  }

  private static ClockSetting setting(
      String name,
      Map<String, String> environment,
      ClockSetting before,
      BiFunction<ClockSetting, String, ClockSetting> reading) {
    String text = environment.getOrDefault(name, "");
    try {
      return text.isEmpty() ? before : reading.apply(before, text);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(name + " " + e.getMessage());
    }
  }

  private static ConfigurationException realTimeOnly(String words) {
    return new ConfigurationException(
        CLOCK + " or " + CLOCK_SPEED + " sets the time of the simulated market, but " + words);
  }

  /**
   * Starts the embedded parts.
   *
   * @return the simulated gateway, which runs until the process ends; empty if another is used
   * @throws ConfigurationException if the configuration cannot be used, or the port is taken
   */
  static Optional<SimulatedGateway> start(FunctionInstance instance) {
    Variables variables = instance.variables();
    Seed seed = new Seed(instance.store(), instance.clock());
    if (variables.storeKind() == StoreKind.EMBEDDED && seed.configuration()) {
      logger.info("{}", Seed.words());
    }
    Configuration configuration = Configuration.load(instance.store(), variables.tradingMode());
    Optional<SimulatedGateway> gateway =
        variables.gatewayKind() == GatewayKind.CONFIGURED
            ? Optional.empty()
            : simulatedGateway(instance, configuration);
    if (gateway.isEmpty() && instance.clock() instanceof MarketClock) {
      throw realTimeOnly(
          "another gateway listens at "
              + address(configuration)
              + "; unset it, or set GATEWAY=simulated");
    }
    if (variables.storeKind() == StoreKind.EMBEDDED) {
      gateway.ifPresent(simulated -> seed.holdings(variables.tradingMode(), simulated.account()));
    }
    if (variables.inCloud()) {
      logger.info("{}", setting(variables, configuration, gateway));
    } else {
      String setting = setting(variables, configuration, gateway);
      ServedPort.whenServing(port -> logger.info("{}", banner(setting, variables, port)));
    }
    return gateway;
  }

  /**
   * Starts the simulated gateway. If another TWS server listens at a configured port, it is used
   * instead. At the default port, it may be there by chance, so it is not used.
   */
  private static Optional<SimulatedGateway> simulatedGateway(
      FunctionInstance instance, Configuration configuration) {
    Access access = instance.variables().access();
    boolean mayBeAnother =
        instance.variables().gatewayKind() == GatewayKind.SIMULATED_UNLESS_CONFIGURED
            && configuration.namesGateway();
    if (mayBeAnother && !isThisHost(configuration.apiHost())) {
      return Optional.empty();
    }
    if (!access.open() && !isThisHost(configuration.apiHost())) {
      throw new ConfigurationException(
          "the simulated gateway listens on loopback addresses only, and apiHost is "
              + configuration.apiHost()
              + "; name 127.0.0.1 in "
              + Configuration.documentOf(instance.variables().tradingMode())
              + ", or set HOST=0.0.0.0 if other machines may trade on it");
    }
    try {
      return Optional.of(
          new SimulatedGateway(
              new GatewayOptions()
                  .host(access.open() ? ANY_ADDRESS : configuration.apiHost())
                  .port(configuration.apiPort())
                  .clock(instance.clock())
                  .account(account(instance.variables().tradingMode()))
                  .state(state(instance))));
    } catch (BindException e) {
      if (mayBeAnother) {
        return Optional.empty();
      }
      throw new ConfigurationException(portInUse(instance.variables(), configuration));
    } catch (IOException e) {
      throw new ConfigurationException(
          "the simulated gateway cannot listen on " + address(configuration) + ": " + e);
    }
  }

  /** The id of the simulated account; only an id of the trading mode can be traded on. */
  public static String account(TradingMode mode) {
    return mode == TradingMode.LIVE ? GatewayOptions.LIVE_ACCOUNT : GatewayOptions.ACCOUNT;
  }

  /** The memory of the simulated account. Firestore has real books, so it is not stored there. */
  static StateStore state(FunctionInstance instance) {
    return instance.variables().storeKind() == StoreKind.EMBEDDED
        ? new DocumentStateStore(instance.store(), account(instance.variables().tradingMode()))
        : StateStore.inMemory();
  }

  private static boolean isThisHost(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String portInUse(Variables variables, Configuration configuration) {
    return address(configuration)
        + " is in use, so the simulated gateway cannot listen there. Stop the program that does"
        + " (ib-intents itself, running twice?), or name another apiPort in "
        + Configuration.documentOf(variables.tradingMode())
        + "; if it is your IB Gateway and you want to trade on it, set GATEWAY=configured";
  }

  private static String address(Configuration configuration) {
    return configuration.apiHost() + ":" + configuration.apiPort();
  }

  /** The gateway and the store, for the log. */
  private static String setting(
      Variables variables, Configuration configuration, Optional<SimulatedGateway> gateway) {
    return String.join(
        System.lineSeparator(),
        "ib-intents at home, trading mode " + variables.tradingMode(),
        "",
        "  gateway  "
            + (gateway.isPresent()
                ? "simulated, on "
                    + address(configuration)
                    + "; any TWS client can connect to it;"
                    + System.lineSeparator()
                    + "           its market is open at any hour, so that orders are filled at"
                    + " night, too"
                : "whatever listens at " + address(configuration)),
        "  store    "
            + (variables.storeKind() == StoreKind.EMBEDDED
                ? variables.dataFolder().toString()
                : "Firestore")
            + gateway.map(LocalRun::time).orElse(""));
  }

  /** The market's time, if it is not the machine's. */
  private static String time(SimulatedGateway gateway) {
    MarketClock clock = gateway.clock();
    return Duration.between(clock.realTime().instant(), clock.instant()).abs().toSeconds() == 0
            && clock.speed() == 1
        ? ""
        : "%n  time     %s, %s"
            .formatted(
                clock.instant().truncatedTo(ChronoUnit.SECONDS),
                clock.speed() == 0
                    ? "standing still"
                    : BigDecimal.valueOf(clock.speed()).stripTrailingZeros().toPlainString()
                        + " times as fast as real time");
  }

  private static String banner(String setting, Variables variables, int port) {
    String url = "http://localhost:" + port;
    return String.join(
        System.lineSeparator(),
        setting,
        "  answers  " + answered(variables.access()),
        "",
        "  Try, in another terminal:",
        "    curl " + url + "/",
        "    curl " + url + "/ping",
        "    curl " + url + "/summary",
        "    curl -d '{\"strategies\":[\"weights\"],\"dryRun\":true}' " + url + "/allocation",
        "    curl -d '{\"duration\":\"5 Y\"}' " + url + "/collect-market-data",
        "    curl '" + url + "/market-data?contract=SPY&format=csv'",
        "");
  }

  private static String answered(Access access) {
    if (!access.open()) {
      return "this machine only";
    }
    return "EVERY MACHINE that can reach this one (HOST=0.0.0.0): each of them may trade here,"
        + System.lineSeparator()
        + "           without a password; a request must call this machine localhost"
        + (access.hosts().isEmpty()
            ? ", or a name in HOSTS"
            : " or " + String.join(" or ", new TreeSet<>(access.hosts())));
  }
}
