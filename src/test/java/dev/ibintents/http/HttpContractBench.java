package dev.ibintents.http;

import static dev.ibintents.house.DoubleQuotes.doubleQuoted;

import dev.ibintents.bench.FrontDoor;
import dev.ibintents.environment.Environment;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.intent.Intent;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.Parameter;
import dev.ibintents.intent.Parameters;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A front door that serves all tests of a class, with an intent that echoes its parameters. */
abstract class HttpContractBench {
  @TempDir static Path folder;
  static FrontDoor door;

  /** Answers with its parameters, or as it is told. */
  static final class Echo extends Intent {
    record Answer(String parameters, BigDecimal tiny, BigDecimal large, BigDecimal none) {}

    final Parameters given;

    Echo(Environment environment, Parameters parameters) {
      super(environment, parameters);
      given = parameters;
    }

    @Override
    protected Object core() {
      if (given.flag("fail")) {
        throw new IllegalStateException(doubleQuoted("as asked 'quoted'\n"));
      }
      if (given.flag("refuse")) {
        environment()
            .gateway()
            .await(
                environment()
                    .gateway()
                    .session()
                    .reqContractDetails(
                        Contract.builder().symbol("NONSUCH").secType("STK").build()));
      }
      return new Answer(given.toString(), new BigDecimal("1E-20"), new BigDecimal("1.5E+9"), null);
    }

    @Override
    public String name() {
      return "echo";
    }
  }

  @BeforeAll
  static void open() throws Exception {
    List<IntentDefinition> table = new ArrayList<>(Intents.all().definitions());
    table.add(
        new IntentDefinition(
            "echo",
            "Gives back its parameters.",
            List.of(
                Parameter.optional("dryRun", Parameter.Type.FLAG, "a flag"),
                Parameter.optional("strategies", Parameter.Type.TEXTS, "a list"),
                Parameter.optional("fail", Parameter.Type.FLAG, "fails"),
                Parameter.optional("refuse", Parameter.Type.FLAG, "asks for what is not there")),
            Echo::new));
    door = FrontDoor.in(folder).intents(new Intents(table)).open();
  }

  @AfterAll
  static void close() {
    door.close();
  }

  @AfterEach
  void mend() throws Exception {
    door.gateway().faults().clear();
    door.store().set("config/common", Map.of("connectTimeoutSeconds", 10));
    door.store().set("config/paper", Map.of("apiPort", door.gateway().port()));
  }
}
