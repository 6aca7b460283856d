package dev.ibintents;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A request comes in at the top and goes down, floor by floor, and nothing climbs back up. */
final class ArchitectureTest {
  private static JavaClasses product;

  @BeforeAll
  static void importClasses() {
    product =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ibintents");
  }

  @Test
  void everyFloorIsUsedOnlyFromAbove() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("function")
        .definedBy("dev.ibintents")
        .layer("intent")
        .definedBy("dev.ibintents.intent..")
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
        .layer("store")
        .definedBy("dev.ibintents.store..")
        .layer("ibapi")
        .definedBy("dev.ibintents.ibapi..")
        .layer("simulator")
        .definedBy("dev.ibintents.simulator..")
        .whereLayer("function")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("intent")
        .mayOnlyBeAccessedByLayers("function")
        .whereLayer("strategy")
        .mayOnlyBeAccessedByLayers("function", "intent")
        .whereLayer("trading")
        .mayOnlyBeAccessedByLayers("function", "intent", "strategy")
        .whereLayer("marketdata")
        .mayOnlyBeAccessedByLayers("function", "intent", "strategy", "trading")
        .whereLayer("environment")
        .mayOnlyBeAccessedByLayers("function", "intent", "strategy", "trading", "marketdata")
        .whereLayer("gateway")
        .mayOnlyBeAccessedByLayers(
            "function", "intent", "strategy", "trading", "marketdata", "environment")
        .whereLayer("simulator")
        .mayOnlyBeAccessedByLayers("function")
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
  void onlyTheRunAtHomeKnowsTheSimulator() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ibintents.simulator..")
        .and()
        .doNotBelongToAnyOf(LocalRun.class, Seed.class, HomeCommands.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.ibintents.simulator..")
        .check(product);
  }

  /** Its library is on the class path of ./ib-intents alone. */
  @Test
  void onlyTheCommandParsesACommandLine() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(HomeCommands.class)
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(product);
    noClasses()
        .that()
        .doNotBelongToAnyOf(HomeCommands.class, CommandTraining.class)
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(HomeCommands.class, CommandTraining.class)
        .check(product);
  }

  @Test
  void packagesDoNotDependOnEachOtherInCircles() {
    slices().matching("dev.ibintents.(**)").should().beFreeOfCycles().check(product);
  }

  @Test
  void httpStaysAtTheTop() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.ibintents")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.cloud.functions..")
        .check(product);
  }
}
