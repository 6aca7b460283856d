package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product has no code that only tests call, apart from the exceptions that stand here. */
final class UnusedCodeTest {
  /** The server of the function makes the function by its name. */
  private static final List<String> ENTRY = List.of("IntentFunction\\.IntentFunction\\(\\)");

  /** {@link Reference} writes docs/reference.md from these. */
  private static final List<String> REFERENCE =
      List.of(
          "environment\\.Configuration\\.fieldNames\\(.*",
          "environment\\.SettingFields\\.names\\(.*",
          "environment\\.Problem\\.Code\\.words\\(.*",
          "http\\.Status\\.failures\\(.*",
          "strategy\\.Strategies\\.fieldNames\\(.*",
          "trading\\.order\\.OrderProperties\\.names\\(.*",
          "trading\\.order\\.(OrderFieldRules|OrderProperties)\\.allowedWords\\(.*");

  /** Gson writes the records of an answer, field by field. */
  private static final List<String> ANSWERS =
      List.of(
          "trading\\.order\\.LimitBasis\\.[a-z]\\w*",
          "trading\\.preview\\.(CommissionRange|OrderEstimate|OrderMargin|PlanMargin)\\.\\w+",
          "(http|intent)\\..*[A-Z]\\w*\\.[a-z]\\w*",
          "trading\\.statement\\.ImportedStatement\\.(\\w+\\.)?[a-z]\\w*",
          "environment\\.Problem\\.code",
          "environment\\.KillSwitch\\.Halted\\.invocation");

  /** A message has all fields of the protocol, whether they are read or only passed on. */
  private static final List<String> MESSAGES =
      List.of(
          "ibapi\\.message\\..*[A-Z]\\w*\\.[a-z]\\w*",
          "ibapi\\.message\\.OrderCondition\\.(AND|OR|conjunction\\(\\))",
          "ibapi\\.message\\.(Contract|OrderState)\\.Builder\\.\\w+\\(.*",
          "ibapi\\.message\\.OrderStatus\\.stage\\(\\)",
          // Users name the fields of orders in texts.
          "ibapi\\.message\\.OrderField\\.[A-Z_0-9]+",
          "ibapi\\.wire\\.FieldReader\\.hasNext\\(\\)");

  /** The client tells of an order and of the market whatever the gateway tells it. */
  private static final List<String> CLIENT =
      List.of(
          "ibapi\\.(Acknowledgement\\.Accepted|Cancellation|MarketSnapshot)\\.[a-z]\\w*",
          "ibapi\\.MarketSnapshot\\.has\\(.*",
          "ibapi\\.SnapshotRequest\\.all\\(.*",
          "ibapi\\.OrderTicket\\.(filled|fills)\\(\\)",
          "ibapi\\.RequestRefusedException\\.code\\(\\)",
          "gateway\\.IbGateway\\.waits\\(\\)");

  /** {@link java.util.ServiceLoader} makes these by their names in META-INF/services. */
  private static final Path SERVICES = Path.of("src/main/resources/META-INF/services");

  /** The public API, which projects of users call, and the services. */
  private static final Set<String> ENTRY_CLASSES = entryClasses();

  private static Set<String> entryClasses() {
    try (Stream<Path> services = Files.list(SERVICES)) {
      Set<String> names = new HashSet<>(ApiBaseline.names());
      for (Path service : services.toList()) {
        Files.readAllLines(service).forEach(line -> names.add(line.replace('$', '.')));
      }
      return names;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a name is that of such a class or of something in it. */
  private static boolean isOfEntryClass(String name) {
    return ENTRY_CLASSES.contains(name)
        || name.contains(".") && isOfEntryClass(name.substring(0, name.lastIndexOf('.')));
  }

  /** Strategies of other authors call these by the interface. */
  private static final List<String> STRATEGIES =
      List.of("strategy\\.InvocationContext\\.\\w+\\(.*");

  /** Tests play the broker, the market, the network and a person at the screen. */
  private static final List<String> SIMULATOR =
      List.of(
          "simulator\\.server\\.(SimulatedGateway|GatewayOptions|TwsUser)\\.\\w+\\(.*",
          "simulator\\.fault\\.\\w+\\.\\w+\\(.*",
          "simulator\\.control\\.(ControlledGateway|ControlServer)(\\..*)?",
          // Gson writes the records of an answer, field by field.
          "simulator\\.control\\..*[A-Z]\\w*\\.[a-z]\\w*",
          "simulator\\.account\\.PaperAccount\\.\\w+\\(.*",
          "simulator\\.market\\.(Quote\\.(mid|mark)|Universe\\.listed)\\(\\)");

  /** These records are compared as a whole. */
  private static final List<String> KEYS =
      List.of(
          "backtest\\.Lookahead\\.Decision\\.\\w+",
          "backtest\\.report\\.Report\\.\\w+\\.\\w+",
          "backtest\\.report\\.ComparisonReport\\.(Data|Day)\\.\\w+",
          "backtest\\.grid\\.\\w+\\.\\w+Answer\\.\\w+",
          "gateway\\.HistoricalPacing\\.About\\.\\w+",
          "simulator\\.market\\.KeptBars\\.Key\\.\\w+",
          "simulator\\.server\\.HistoryHandler\\.DataSeries\\.\\w+");

  /** A value has its whole arithmetic, and a document is read by any type. */
  private static final List<String> VALUES =
      List.of(
          "trading\\.(Holdings|Money|Quantities|Shares|Side)\\.\\w+\\(.*",
          "trading\\.totals\\.Effects\\.of\\(.*",
          "trading\\.performance\\.DayRecord\\.(equity|inBase)\\(.*",
          "store\\.Fields\\.\\w+\\(.*");

  /** The store writes these records component by component, and people read them there. */
  private static final List<String> STORED =
      List.of(
          "simulator\\.account\\.ReceivedOrder\\.\\w+",
          "trading\\.books\\.Adoptions\\.StoredAdoption\\.(key|effects|prices)",
          "trading\\.order\\.BelievedValue\\.\\w+",
          "trading\\.performance\\.DayHoldings\\.(day|strategies|Unit\\.\\w+)",
          "trading\\.performance\\.(DayHoldings|DayRecord)\\.(updatedAt|account)",
          "strategy\\.LastRunDocument\\.StoredRun\\.run",
          "trading\\.books\\.Settlements\\.StoredSettlement\\.\\w+",
          "trading\\.totals\\.Crossing\\.StoredCrossings?\\.\\w+",
          "trading\\.totals\\.Amendment\\.cause",
          "trading\\.totals\\.Totals\\.updatedAt");

  /** A document store writes alone what it writes in transactions, and runs on an emulator. */
  private static final List<String> STORE =
      List.of(
          "store\\.DocumentStore\\.update\\(.*",
          "store\\.firestore\\.FirestoreDocumentStore\\.onEmulator\\(.*");

  /** Shorter forms, for a caller that has no other wish. */
  private static final List<String> SHORT_FORMS =
      List.of(
          "environment\\.Environment\\.Environment\\(.*",
          "environment\\.Invocations\\.begin\\(java\\.time\\.Duration\\)",
          "gateway\\.Contracts\\.resolve\\(.*",
          "gateway\\.HistoricalRequests\\.HistoricalRequests\\(.*",
          "simulator\\.market\\.Universe\\.Universe\\(java\\.time\\.Clock\\)",
          "trading\\.ledger\\.Lease\\.remaining\\(.*",
          "trading\\.ledger\\.Leases\\.acquire\\(.*",
          "trading\\.ledger\\.RunStanding\\.Running\\.until");

  private static final Predicate<String> IS_ENTRY =
      Stream.of(
              ENTRY,
              REFERENCE,
              ANSWERS,
              MESSAGES,
              CLIENT,
              STRATEGIES,
              SIMULATOR,
              KEYS,
              VALUES,
              STORED,
              STORE,
              SHORT_FORMS)
          .flatMap(List::stream)
          .map(regex -> Pattern.compile("dev\\.ibintents\\." + regex).asMatchPredicate())
          .reduce(UnusedCodeTest::isOfEntryClass, Predicate::or);

  @TempDir Path folder;

  @Test
  void theProductUsesAllItsCode() {
    assertThat(new UnusedCode(Path.of("src/main/java"), IS_ENTRY).names()).isEmpty();
  }

  @Test
  void findsWhatNothingUses() throws IOException {
    Files.writeString(
        folder.resolve("Shop.java"),
        """
        public class Shop {
          static final String USED = "a";
          static final String UNUSED = "b";
          enum Size { SMALL, LARGE }
          record Item(String name, int price) {}
          private int visitors;
          public static void main(String[] arguments) {
            Item item = new Item(USED, 1);
            Size size = item.name().isEmpty() ? Size.SMALL : null;
            System.out.println(size == Size.LARGE ? item : new Shop());
          }
          Shop() { visitors = 1; }
          Shop(int visitors) { this.visitors = visitors; }
          void close() { lock(); }
          void lock() {}
          @Override public String toString() { return shown(); }
          String shown() { return "shop"; }
          int countdown(int from) { return from == 0 ? 0 : countdown(from - 1); }
        }
        class Forgotten { void used() {} }
        """);

    assertThat(new UnusedCode(folder, name -> false).names())
        .containsExactly(
            "Forgotten",
            "Shop.Item.price",
            "Shop.Shop(int)",
            "Shop.Size.LARGE",
            "Shop.UNUSED",
            "Shop.close()",
            "Shop.countdown(int)",
            "Shop.lock()",
            "Shop.visitors");
  }

  @Test
  void anOverriddenMethodIsUsedWithItsInterface() throws IOException {
    Files.writeString(
        folder.resolve("Main.java"),
        """
        interface Shape { int area(); default int edges() { return 0; } }
        record Square(int area) implements Shape { public int edges() { return 4; } }
        class Main {
          public static void main(String[] arguments) {
            Shape shape = new Square(4);
            System.out.println(shape.area());
          }
        }
        """);

    assertThat(new UnusedCode(folder, name -> false).names())
        .containsExactly("Shape.edges()", "Square.edges()");
  }
}
