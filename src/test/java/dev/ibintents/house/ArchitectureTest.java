package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import dev.ibintents.home.CommandTraining;
import dev.ibintents.home.LocalRun;
import dev.ibintents.home.Seed;
import dev.ibintents.intent.Intents;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** A request comes in at the top and goes down, floor by floor, and nothing climbs back up. */
final class ArchitectureTest {
  /** A reader sees so many classes of one package at a glance. */
  private static final int MOST_CLASSES_OF_A_PACKAGE = 30;

  /** The command line: its entry and its groups of commands. */
  private static final String COMMANDS =
      "dev\\.ibintents\\.home\\.(CommandGroup|\\w+Commands)(\\$.*)?";

  private final JavaClasses product = Product.classes();

  @Test
  void everyFloorIsUsedOnlyFromAbove() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("function")
        .definedBy("dev.ibintents")
        .layer("home")
        .definedBy("dev.ibintents.home..")
        .layer("backtest")
        .definedBy("dev.ibintents.backtest..")
        .layer("http")
        .definedBy("dev.ibintents.http..")
        .layer("intent")
        .definedBy("dev.ibintents.intent..")
        .layer("messages")
        .definedBy("dev.ibintents.messages..")
        .layer("strategy")
        .definedBy("dev.ibintents.strategy..")
        .layer("trading")
        .definedBy("dev.ibintents.trading..")
        .layer("marketdata")
        .definedBy("dev.ibintents.marketdata..")
        .layer("environment")
        .definedBy("dev.ibintents.environment..")
        .layer("gateway")
        .definedBy("dev.ibintents.gateway..")
        .layer("channel")
        .definedBy("dev.ibintents.channel..")
        .layer("schedule")
        .definedBy("dev.ibintents.schedule..")
        .layer("secret")
        .definedBy("dev.ibintents.secret..")
        .layer("store")
        .definedBy("dev.ibintents.store..")
        .layer("ibapi")
        .definedBy("dev.ibintents.ibapi..")
        .layer("simulator")
        .definedBy("dev.ibintents.simulator..")
        .whereLayer("function")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("home")
        .mayOnlyBeAccessedByLayers("function")
        .whereLayer("backtest")
        .mayOnlyBeAccessedByLayers("home")
        .whereLayer("http")
        .mayOnlyBeAccessedByLayers("function", "home")
        .whereLayer("intent")
        .mayOnlyBeAccessedByLayers("function", "home", "backtest", "http")
        // Intents tell of events; messages read orders and fills of the books.
        .whereLayer("messages")
        .mayOnlyBeAccessedByLayers("intent")
        .whereLayer("strategy")
        .mayOnlyBeAccessedByLayers("function", "home", "backtest", "http", "intent")
        .whereLayer("trading")
        .mayOnlyBeAccessedByLayers(
            "function", "home", "backtest", "http", "intent", "messages", "strategy")
        .whereLayer("marketdata")
        .mayOnlyBeAccessedByLayers(
            "function", "home", "backtest", "http", "intent", "strategy", "trading")
        .whereLayer("environment")
        .mayOnlyBeAccessedByLayers(
            "function",
            "home",
            "backtest",
            "http",
            "intent",
            "messages",
            "strategy",
            "trading",
            "marketdata")
        .whereLayer("gateway")
        .mayOnlyBeAccessedByLayers(
            "function",
            "home",
            "backtest",
            "http",
            "intent",
            "strategy",
            "trading",
            "marketdata",
            "environment")
        // The services of other people, and times: they know nothing of the house.
        .whereLayer("channel")
        .mayOnlyBeAccessedByLayers("intent", "messages", "environment")
        .whereLayer("schedule")
        .mayOnlyBeAccessedByLayers("backtest", "intent", "environment")
        .whereLayer("secret")
        .mayOnlyBeAccessedByLayers("messages", "environment", "gateway")
        .whereLayer("simulator")
        .mayOnlyBeAccessedByLayers("home", "backtest")
        .check(product);
  }

  /** Orders and allocation do not know of runs; the books know the ledger, and not the reverse. */
  @Test
  void tradingIsBuiltUpFromOrdersToRuns() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("units")
        .definedBy("dev.ibintents.trading")
        .layer("order")
        .definedBy("dev.ibintents.trading.order")
        .layer("preview")
        .definedBy("dev.ibintents.trading.preview")
        .layer("allocation")
        .definedBy("dev.ibintents.trading.allocation")
        .layer("ledger")
        .definedBy("dev.ibintents.trading.ledger")
        .layer("totals")
        .definedBy("dev.ibintents.trading.totals")
        .layer("books")
        .definedBy("dev.ibintents.trading.books")
        .layer("performance")
        .definedBy("dev.ibintents.trading.performance")
        .layer("close")
        .definedBy("dev.ibintents.trading.close")
        .layer("run")
        .definedBy("dev.ibintents.trading.run")
        .whereLayer("order")
        .mayOnlyBeAccessedByLayers(
            "preview", "allocation", "ledger", "totals", "books", "close", "run")
        .whereLayer("preview")
        .mayOnlyBeAccessedByLayers("allocation")
        .whereLayer("allocation")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("ledger")
        .mayOnlyBeAccessedByLayers("books", "performance", "close", "run")
        .whereLayer("totals")
        .mayOnlyBeAccessedByLayers("books", "performance")
        .whereLayer("books")
        .mayOnlyBeAccessedByLayers("performance", "close", "run")
        .whereLayer("performance")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("close")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("run")
        .mayNotBeAccessedByAnyLayer()
        .check(product);
  }

  @Test
  void theSimulatorIsBuiltUpFromTheMarketToTheServer() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("fault")
        .definedBy("dev.ibintents.simulator.fault")
        .layer("clock")
        .definedBy("dev.ibintents.simulator.clock")
        .layer("market")
        .definedBy("dev.ibintents.simulator.market")
        .layer("files")
        .definedBy("dev.ibintents.simulator.csv", "dev.ibintents.simulator.universe")
        .layer("account")
        .definedBy("dev.ibintents.simulator.account")
        .layer("order")
        .definedBy("dev.ibintents.simulator.order")
        .layer("server")
        .definedBy("dev.ibintents.simulator.server")
        .layer("control")
        .definedBy("dev.ibintents.simulator.control")
        .layer("tool")
        .definedBy("dev.ibintents.simulator.tool")
        .whereLayer("fault")
        .mayOnlyBeAccessedByLayers("account", "order", "server", "control", "tool")
        .whereLayer("clock")
        .mayOnlyBeAccessedByLayers("market", "account", "order", "server", "control", "tool")
        .whereLayer("market")
        .mayOnlyBeAccessedByLayers("files", "account", "order", "server", "control", "tool")
        .whereLayer("files")
        .mayOnlyBeAccessedByLayers("tool")
        .whereLayer("account")
        .mayOnlyBeAccessedByLayers("order", "server", "control", "tool")
        .whereLayer("order")
        .mayOnlyBeAccessedByLayers("server", "control")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("control", "tool")
        .whereLayer("control")
        .mayOnlyBeAccessedByLayers("tool")
        .whereLayer("tool")
        .mayNotBeAccessedByAnyLayer()
        .check(product);
  }

  @Test
  void theProtocolAndTheStoreKnowNothingOfTheHouse() {
    noClasses()
        .that()
        .resideInAPackage("dev.ibintents.ibapi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ibintents.store..", "dev.ibintents.simulator..")
        .check(product);
    noClasses()
        .that()
        .resideInAPackage("dev.ibintents.store..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.ibintents.ibapi..", "dev.ibintents.simulator..")
        .check(product);
  }

  @Test
  void onlyTheRunAtHomeAndTheBacktestKnowTheSimulator() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.ibintents.simulator..", "dev.ibintents.backtest..")
        .and()
        .doNotBelongToAnyOf(LocalRun.class, Seed.class)
        .and()
        .haveNameNotMatching("dev\\.ibintents\\.home\\.Demo")
        .and()
        .haveNameNotMatching(COMMANDS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ibintents.simulator..")
        .check(product);
  }

  /** The commands alone start a backtest, so a function's start does not load it. */
  @Test
  void onlyTheCommandsKnowTheBacktest() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ibintents.backtest..")
        .and()
        .haveNameNotMatching(COMMANDS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ibintents.backtest..")
        .check(product);
  }

  /** Its library is on the class path of ./ib-intents alone. */
  @Test
  void onlyTheCommandParsesACommandLine() {
    noClasses()
        .that()
        .haveNameNotMatching(COMMANDS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(product);
    noClasses()
        .that()
        .haveNameNotMatching(COMMANDS)
        .and()
        .doNotBelongToAnyOf(CommandTraining.class)
        .should()
        .dependOnClassesThat()
        .haveNameMatching(COMMANDS)
        .orShould()
        .dependOnClassesThat()
        .belongToAnyOf(CommandTraining.class)
        .check(product);
  }

  /** Its library is on the class path of ./ib-intents mcp alone. */
  @Test
  void onlyTheToolServerSpeaksMcp() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ibintents.home.mcp")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.modelcontextprotocol..", "tools.jackson..", "reactor..")
        .check(product);
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ibintents.home.mcp")
        .and()
        .haveNameNotMatching(COMMANDS)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ibintents.home.mcp")
        .check(product);
  }

  /** {@link Intents} alone points from the shared part of the intents into their folders. */
  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().assignedFrom(new PackagesAndTheTable()).should().beFreeOfCycles().check(product);
  }

  private static final class PackagesAndTheTable implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      boolean isTable = outermost(type).isEquivalentTo(Intents.class);
      return SliceIdentifier.of(isTable ? "table of intents" : type.getPackageName());
    }

    private JavaClass outermost(JavaClass type) {
      return type.getEnclosingClass().map(this::outermost).orElse(type);
    }

    @Override
    public String getDescription() {
      return "packages, and the table of intents";
    }
  }

  @Test
  void theEntryAloneLiesAtTheRoot() {
    classes()
        .that()
        .resideInAPackage("dev.ibintents")
        .and()
        .areTopLevelClasses()
        .should()
        .haveSimpleName("IntentFunction")
        .orShould()
        .haveSimpleName("package-info")
        .check(product);
  }

  /** The messages of the TWS API and its session are as many as that protocol has. */
  @Test
  void aPackageHasNoMoreClassesThanAReaderSeesAtAGlance() {
    Map<String, Long> sizes =
        product.stream()
            .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
            .filter(type -> !type.getPackageName().startsWith("dev.ibintents.ibapi"))
            .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

    assertThat(sizes).isNotEmpty();
    sizes.values().removeIf(size -> size <= MOST_CLASSES_OF_A_PACKAGE);
    assertThat(sizes).isEmpty();
  }

  @Test
  void httpStaysAtTheTop() {
    noClasses()
        .that()
        .resideOutsideOfPackages("dev.ibintents", "dev.ibintents.http", "dev.ibintents.home")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.cloud.functions..")
        .check(product);
  }
}
