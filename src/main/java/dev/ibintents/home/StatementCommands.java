package dev.ibintents.home;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import dev.ibintents.environment.Environment;
import dev.ibintents.environment.KillSwitchException;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.json.AnswerJson;
import dev.ibintents.intent.json.StrictJson;
import dev.ibintents.intent.performance.ImportStatement;
import dev.ibintents.intent.trade.TradingIntent;
import dev.ibintents.store.DocumentStore;
import dev.ibintents.trading.books.BooksOfOtherAccountException;
import dev.ibintents.trading.ledger.LeaseHeldException;
import dev.ibintents.trading.ledger.RunHeaders;
import dev.ibintents.trading.statement.InvalidStatementException;
import dev.ibintents.trading.statement.StatementUnfinishedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The command that brings the broker's statement into the books. */
final class StatementCommands extends CommandGroup {
  /** The largest file, in bytes. */
  private static final long LONGEST_FILE = 64L * 1024 * 1024;

  /** The longest time for an import. Each row is a transaction, and a store may be far away. */
  private static final Duration LONGEST = Duration.ofHours(1);

  private static final Gson gson =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().setPrettyPrinting().create();

  StatementCommands(Surroundings surroundings) {
    super(surroundings);
  }

  @Command(
      name = ImportStatement.NAME,
      description = {
        "Brings the broker's statement into the books: the XML of an Activity Flex Query.",
        "A second import of the same file changes nothing. docs/statements.md says more."
      })
  void importStatement(
      @Parameters(paramLabel = "FILE", description = "the XML file, of up to 64 MiB") Path file,
      @Option(names = "--dry-run", description = "shows what would be done, and writes nothing")
          boolean isDryRun)
      throws IOException {
    String xml = text(file);
    withSeededStore(store -> run(store, xml, isDryRun));
  }

  private static String text(Path file) throws IOException {
    if (Files.size(file) > LONGEST_FILE) {
      throw new IllegalArgumentException(
          file + " has more than 64 MiB; make statements of shorter periods");
    }
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(file))).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is not UTF-8, as the files of the broker are", e);
    }
  }

  private void run(DocumentStore store, String xml, boolean isDryRun) {
    IntentDefinition definition = Intents.all().named(ImportStatement.NAME).orElseThrow();
    JsonObject given = new JsonObject();
    given.addProperty(ImportStatement.STATEMENT, xml);
    given.addProperty(TradingIntent.DRY_RUN, isDryRun);
    Environment environment =
        new Environment(
            variables(),
            store,
            Clock.systemUTC(),
            "command-" + UUID.randomUUID(),
            Deadline.in(LONGEST));
    try {
      Object answer = definition.run(environment, given, RunHeaders.NONE);
      out.println(gson.toJson(StrictJson.parse(AnswerJson.text(answer))));
    } catch (InvalidStatementException
        | InvalidParametersException
        | StatementUnfinishedException
        | KillSwitchException
        | LeaseHeldException
        | BooksOfOtherAccountException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
