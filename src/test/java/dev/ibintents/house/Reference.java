package dev.ibintents.house;

import com.google.gson.JsonObject;
import com.google.gson.annotations.SerializedName;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import dev.ibintents.environment.Configuration;
import dev.ibintents.environment.Problem;
import dev.ibintents.gateway.OnClientIdInUse;
import dev.ibintents.http.Overview;
import dev.ibintents.http.Status;
import dev.ibintents.intent.DocumentedIntents;
import dev.ibintents.intent.DocumentedIntents.Documented;
import dev.ibintents.intent.DocumentedIntents.Failure;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.Parameter;
import dev.ibintents.strategy.Strategies;
import dev.ibintents.trading.order.OrderProperties;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes {@code docs/reference.md}: every intent with its parameters, statuses and the fields of
 * its answers, from the table of intents, the table of statuses, and the answer records with their
 * comments.
 */
final class Reference {
  /** Where it is, from the project's folder. */
  static final Path FILE = Path.of("docs", "reference.md");

  /** How it is written anew. */
  static final String COMMAND = "mvn -q test-compile exec:exec@reference";

  /** The kinds of strategies of this product. The reference has none of a user's kinds. */
  private static final List<String> KINDS = List.of("dummy", "weights", "external", "macd");

  private static final Path SOURCES = Path.of("src", "main", "java");

  /** Who works under it may find another at work. */
  private static final String ACCOUNT_LEASE = "dev.ibintents.intent.trade.AccountLease";

  private final SourceComments comments = new SourceComments(SOURCES);
  private final JavaClasses product = Product.classes();
  private final StringBuilder text = new StringBuilder();

  private Reference() {}

  /** Writes the file, and the contract for clients, which has the same sources. */
  public static void main(String[] args) throws IOException {
    Files.createDirectories(FILE.getParent());
    Files.writeString(FILE, text());
    Files.writeString(OpenApiDocument.FILE, OpenApiDocument.text());
  }

  /** The file as it has to be. */
  static String text() {
    Reference reference = new Reference();
    reference.write();
    return reference.text.toString();
  }

  private void write() {
    paragraph("# Reference");
    paragraph(
        "Every intent, with its parameters, statuses and the fields of its answers. It is written"
            + " from the code by `"
            + COMMAND
            + "`, and a test fails when it is out of date.");
    paragraph(
        "Each answer is one JSON object with `utcTimestamp`, the time as ISO-8601. Numbers are"
            + " exact decimals; what is not known is `null`. A failure answers `error` (the"
            + " exception and its message), and whatever else is listed below.");
    List<IntentDefinition> intents = Intents.all().definitions();
    paragraph(
        Intents.all().names().stream()
            .map(name -> "[" + name + "](#" + name + ")")
            .collect(Collectors.joining(" · ", "Intents: ", "")));
    paragraph("## Statuses");
    text.append(statusTable()).append('\n');
    failures();
    problems();
    settings();
    orderProperties();
    paragraph("## GET /");
    paragraph(comments.summary(Overview.class));
    fields(Overview.class);
    intents.forEach(this::intent);
  }

  private void paragraph(String words) {
    text.append(words).append("\n\n");
  }

  /** The table of statuses. */
  static String statusTable() {
    StringBuilder table = new StringBuilder("| status | when |\n| --- | --- |\n");
    for (Status status : Status.values()) {
      table.append("| %d | %s |\n".formatted(status.code(), cell(status.when())));
    }
    return table.toString();
  }

  private void failures() {
    text.append("| failure | status | |\n| --- | --- | --- |\n");
    for (Status status : Status.values()) {
      for (Class<?> failure : status.failures()) {
        text.append(
            "| `%s` | %d | %s |\n"
                .formatted(
                    failure.getSimpleName(), status.code(), cell(comments.summary(failure))));
      }
    }
    text.append("| any other | 500 | |\n\n");
  }

  private void problems() {
    paragraph("## Problems");
    paragraph(
        "What did not go as it was meant to stands in an answer's `problems`, a list of `code` and"
            + " `message`, in the activity, and in the log as an error with the code as its label"
            + " `error`. Without any, there is no such field. Some fail the intents that trade:"
            + " they answer 500, with all that was done beside `error`.");
    text.append("| code | fails trading | |\n| --- | --- | --- |\n");
    for (Problem.Code code : Problem.Code.values()) {
      text.append(
          "| `%s` | %s | %s |\n"
              .formatted(code.id(), code.failsTrading() ? "yes" : "no", cell(code.words())));
    }
    text.append('\n');
  }

  private void settings() {
    paragraph("## Settings");
    paragraph(
        "The fields of the documents that people write. Any other field is refused before the"
            + " gateway is asked, with near names and what is allowed, and so is a value of a"
            + " wrong type. Fields that begin with `x-` are your own, at every level.");
    text.append("| document | fields |\n| --- | --- |\n");
    text.append("| `config/common`, `config/paper`, `config/live` | ");
    text.append(names(Configuration.fieldNames())).append(" |\n");
    Strategies strategies = Strategies.all();
    for (String kind : KINDS) {
      text.append("| `strategies/{id}` of the kind `%s` | ".formatted(kind));
      text.append(names(strategies.fieldNames(kind))).append(" |\n");
    }
    text.append('\n');
    paragraph(
        "`exposure.overall`, and each fraction in `exposure.strategies`, is from 0 to 4: a larger"
            + " number is taken for a percentage, and refused. The fractions of the strategies"
            + " sum to 1 at most, unless `exposure.allowLeverage` is `true`. A field of"
            + " `config/paper` or `config/live` covers the whole field of `config/common`, but"
            + " each of `limits` covers the limit of its own name only.");
  }

  private static String names(List<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  private void orderProperties() {
    paragraph("## Order properties");
    paragraph(
        "The fields of an order by their TWS API names. Prices, sizes and percentages are not"
            + " negative. These fields take these words only:");
    text.append("| field | words |\n| --- | --- |\n");
    OrderProperties.allowedWords()
        .forEach(
            (field, words) ->
                text.append("| `%s` | %s |\n".formatted(field, cell(String.join(", ", words)))));
    text.append('\n');
    paragraph(
        "`goodAfterTime` and `goodTillDate` may be words. A time of day without a zone, such as"
            + " `tomorrow 9:30`, means the zone of each contract's exchange. If words of"
            + " `goodAfterTime` mean a day on which a contract is not traded, the request is"
            + " refused. The days follow from the broker's trading hours, which reach some days"
            + " ahead; beyond them, weekends count as they do within them, and other days count"
            + " as open. The orders of an answer, also of a dry run, show the moments in UTC.");
  }

  private void intent(IntentDefinition intent) {
    Documented documented =
        DocumentedIntents.named(intent.title())
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "the intent " + intent.title() + " is missing in DocumentedIntents"));
    paragraph("## " + intent.title());
    paragraph(intent.description());
    parameters(intent.parameters());
    paragraph("Statuses: " + statuses(documented) + ".");
    for (Class<? extends Record> answer : documented.answers()) {
      boolean usual = answer == documented.answers().get(0);
      paragraph(usual ? "### Answer" : "### Or: " + comments.summary(answer));
      fields(answer);
    }
    for (Failure failure : documented.failures()) {
      String summary = comments.summary(failure.type());
      paragraph("### " + failure.type().getSimpleName() + ": " + summary);
      fieldsUnless(documented.answers().contains(failure.details()), failure.details());
    }
  }

  private void parameters(List<Parameter> parameters) {
    if (parameters.isEmpty()) {
      paragraph("It takes no parameters.");
      return;
    }
    text.append("| parameter | type | |\n| --- | --- | --- |\n");
    for (Parameter parameter : parameters) {
      text.append(
          "| `%s`%s | %s | %s |\n"
              .formatted(
                  parameter.name(),
                  parameter.required() ? "" : "?",
                  parameter.type().expected(),
                  cell(parameter.description())));
    }
    text.append('\n');
  }

  /** All but those about the path; and 409 only where somebody else may stand in the way. */
  private String statuses(Documented documented) {
    JavaClass intent = product.get(documented.type());
    boolean isAlone = isUnderLease(intent) || waitsForClientId(intent);
    return Stream.of(Status.values())
        .filter(status -> status != Status.NOT_FOUND)
        .filter(status -> status != Status.CONFLICT || isAlone)
        .map(status -> Integer.toString(status.code()))
        .collect(Collectors.joining(", "));
  }

  private static boolean isUnderLease(JavaClass intent) {
    return intent.getTransitiveDependenciesFromSelf().stream()
        .anyMatch(call -> call.getTargetClass().getName().equals(ACCOUNT_LEASE));
  }

  /** Whether the intent needs the configured client id, by what it or its kind says of it. */
  private static boolean waitsForClientId(JavaClass intent) {
    return Stream.concat(Stream.of(intent), intent.getAllRawSuperclasses().stream())
        .flatMap(type -> type.tryGetMethod("onClientIdInUse").stream())
        .findFirst()
        .orElseThrow()
        .getFieldAccesses()
        .stream()
        .anyMatch(access -> access.getTarget().getName().equals(OnClientIdInUse.WAIT.name()));
  }

  private void fieldsUnless(boolean shown, Class<? extends Record> answer) {
    if (shown) {
      paragraph("Beside `error`, it has the fields of the answer above.");
    } else {
      paragraph("Beside `error`:");
      fields(answer);
    }
  }

  /** The fields of a record, and then those of the records in it. */
  private void fields(Class<?> answer) {
    Set<Class<?>> seen = new LinkedHashSet<>(Set.of(answer));
    Deque<Class<?>> todo = new ArrayDeque<>(seen);
    while (!todo.isEmpty()) {
      Class<?> record = todo.remove();
      if (record != answer) {
        paragraph("**" + record.getSimpleName() + "**: " + comments.summary(record));
      }
      text.append("| field | type | |\n| --- | --- | --- |\n");
      for (RecordComponent component : record.getRecordComponents()) {
        text.append(
            "| `%s` | %s | %s |\n"
                .formatted(
                    jsonName(record, component),
                    words(component.getGenericType()),
                    cell(comments.component(record, component.getName()))));
        recordsIn(component.getGenericType()).filter(seen::add).forEach(todo::add);
      }
      text.append('\n');
    }
  }

  /** The name in JSON: the component's own, unless that is a word of Java. */
  static String jsonName(Class<?> record, RecordComponent component) {
    try {
      SerializedName name =
          record.getDeclaredField(component.getName()).getAnnotation(SerializedName.class);
      return name == null ? component.getName() : name.value();
    } catch (NoSuchFieldException e) {
      throw new IllegalStateException("every component of a record has a field", e);
    }
  }

  private static Stream<Class<?>> recordsIn(Type type) {
    if (type instanceof ParameterizedType generic) {
      return Arrays.stream(generic.getActualTypeArguments()).flatMap(Reference::recordsIn);
    }
    return type instanceof Class<?> one && one.isRecord() ? Stream.of(one) : Stream.of();
  }

  private static String words(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type last = generic.getActualTypeArguments()[generic.getActualTypeArguments().length - 1];
      boolean isMap = Map.class.isAssignableFrom((Class<?>) generic.getRawType());
      return (isMap ? "object of " : "list of ") + words(last);
    }
    if (type == String.class) {
      return "text";
    } else if (type == BigDecimal.class) {
      return "decimal";
    } else if (type == Instant.class) {
      return "time";
    } else if (type == boolean.class || type == Boolean.class) {
      return "true or false";
    } else if (List.of(int.class, long.class, Integer.class, Long.class).contains(type)) {
      return "whole number";
    } else if (type == JsonObject.class) {
      return "JSON Schema";
    } else if (type == Object.class) {
      return "any";
    } else if (type instanceof Class<?> one && one.isRecord()) {
      return one.getSimpleName();
    }
    throw new IllegalStateException("the reference has no word for the type " + type);
  }

  private static String cell(String words) {
    return words.replace("|", "\\|").replaceFirst("\\.$", "");
  }
}
