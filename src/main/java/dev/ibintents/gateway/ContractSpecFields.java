package dev.ibintents.gateway;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.ibintents.ibapi.message.Contract;
import dev.ibintents.store.NearNames;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the fields of a contract that a person has written. One refusal names all faults. */
final class ContractSpecFields {
  private static final String SERIES = "series";
  private static final String ROLLOVER_DAYS = "rolloverDays";

  /** The beginning of the names of the user's own fields. */
  private static final String OWN = "x-";

  private static final List<String> ALLOWED =
      List.of(
          "conId",
          "symbol",
          "secType",
          "exchange",
          "primaryExchange",
          "currency",
          "localSymbol",
          "tradingClass",
          "multiplier",
          "lastTradeDateOrContractMonth",
          "strike",
          "right",
          "secIdType",
          "secId",
          "includeExpired",
          SERIES,
          ROLLOVER_DAYS);

  /** All types but BAG: a combination has legs, and its positions cannot be told apart. */
  private static final Set<String> SEC_TYPES =
      Set.of(
          "STK", "FUT", "CASH", "OPT", "FOP", "CFD", "IND", "BOND", "FUND", "WAR", "CMDTY",
          "CRYPTO", "CONTFUT");

  private static final Set<String> RIGHTS = Set.of("C", "P", "CALL", "PUT");

  private final Map<String, ?> fields;
  private final List<String> problems = new ArrayList<>();

  private ContractSpecFields(Map<String, ?> fields) {
    this.fields = fields;
  }

  static ContractSpec read(Map<String, ?> given, String where) {
    ContractSpecFields fields = new ContractSpecFields(given);
    given.keySet().stream()
        .filter(name -> !ALLOWED.contains(name) && !name.startsWith(OWN))
        .forEach(
            name ->
                fields.problems.add("unknown field " + name + NearNames.suggestion(name, ALLOWED)));
    ContractSpec spec = new ContractSpec(fields.contract(), fields.series());
    fields.refuseWhatNamesNothing(spec);
    if (fields.problems.isEmpty()) {
      return spec;
    }
    throw new InvalidContractException(
        where
            + ": "
            + String.join("; ", fields.problems)
            + ". A contract takes "
            + String.join(", ", ALLOWED)
            + ", and needs conId, or secType with symbol, localSymbol or secId");
  }

  /** The fields as JSON Schema. */
  static JsonObject schema() {
    JsonObject properties = new JsonObject();
    for (String name : ALLOWED) {
      JsonObject field = new JsonObject();
      field.addProperty(
          "type",
          switch (name) {
            case "conId", SERIES, ROLLOVER_DAYS -> "integer";
            case "strike" -> "number";
            case "includeExpired" -> "boolean";
            default -> "string";
          });
      Set<String> words =
          switch (name) {
            case "secType" -> SEC_TYPES;
            case "right" -> RIGHTS;
            default -> Set.of();
          };
      if (!words.isEmpty()) {
        JsonArray allowed = new JsonArray();
        new TreeSet<>(words).forEach(allowed::add);
        field.add("enum", allowed);
      }
      properties.add(name, field);
    }
    JsonObject schema = new JsonObject();
    schema.addProperty("type", "object");
    schema.add("properties", properties);
    return schema;
  }

  /** The values of a JSON object, in the types of a document. */
  static Map<String, Object> plain(JsonObject object) {
    Map<String, Object> plain = new LinkedHashMap<>();
    object.entrySet().forEach(entry -> plain.put(entry.getKey(), plain(entry.getValue())));
    return plain;
  }

  private static Object plain(JsonElement element) {
    if (element.isJsonNull()) {
      return null;
    }
    if (!element.isJsonPrimitive()) {
      return element;
    }
    JsonPrimitive primitive = element.getAsJsonPrimitive();
    if (primitive.isBoolean()) {
      return primitive.getAsBoolean();
    }
    return primitive.isNumber() ? primitive.getAsBigDecimal() : primitive.getAsString();
  }

  private Contract contract() {
    return Contract.builder()
        .conId(whole("conId", 1).orElse(0))
        .symbol(text("symbol"))
        .secType(oneOf("secType", SEC_TYPES))
        .exchange(text("exchange"))
        .primaryExchange(text("primaryExchange"))
        .currency(text("currency"))
        .localSymbol(text("localSymbol"))
        .tradingClass(text("tradingClass"))
        .multiplier(decimal("multiplier").map(BigDecimal::toPlainString).orElse(""))
        .lastTradeDateOrContractMonth(date("lastTradeDateOrContractMonth"))
        .strike(decimal("strike").orElse(null))
        .right(oneOf("right", RIGHTS))
        .secIdType(text("secIdType"))
        .secId(text("secId"))
        .includeExpired(flag("includeExpired"))
        .build();
  }

  private Optional<ContractSpec.Series> series() {
    Optional<Integer> index = whole(SERIES, 0);
    Optional<Integer> rolloverDays = whole(ROLLOVER_DAYS, 0);
    if (rolloverDays.isPresent() && fields.get(SERIES) == null) {
      problems.add(ROLLOVER_DAYS + " needs " + SERIES);
    }
    return index.map(number -> new ContractSpec.Series(number, rolloverDays.orElse(0)));
  }

  private void refuseWhatNamesNothing(ContractSpec spec) {
    Contract contract = spec.contract();
    boolean isNamed = given("symbol") || given("localSymbol") || given("secId");
    if (!given("conId") && !(given("secType") && isNamed)) {
      problems.add("it names no instrument");
    }
    if (given("secIdType") != given("secId")) {
      problems.add("secIdType and secId need each other");
    }
    if (spec.series().isPresent()) {
      if (!contract.secType().equals("FUT") || contract.symbol().isEmpty()) {
        problems.add(SERIES + " needs secType FUT and a symbol");
      }
      for (String other :
          List.of("conId", "localSymbol", "lastTradeDateOrContractMonth", "includeExpired")) {
        if (given(other)) {
          problems.add(SERIES + " and " + other + " exclude each other");
        }
      }
    }
  }

  private boolean given(String name) {
    return fields.get(name) != null;
  }

  private String text(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return "";
    }
    // The protocol ends a field with a NUL and knows no others than printable characters.
    if (value instanceof String text
        && !text.isBlank()
        && text.equals(text.trim())
        && text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    return refused(name, "text", "");
  }

  private String oneOf(String name, Set<String> allowed) {
    Object value = fields.get(name);
    if (value == null || value instanceof String text && allowed.contains(text)) {
      return value == null ? "" : (String) value;
    }
    return refused(name, "one of " + String.join(", ", new TreeSet<>(allowed)), "");
  }

  private String date(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return "";
    }
    String text = value instanceof String string ? string : toDecimal(value).toPlainString();
    return text.matches("\\d{6}(\\d\\d)?") ? text : refused(name, "yyyyMM or yyyyMMdd", "");
  }

  private boolean flag(String name) {
    Object value = fields.get(name);
    if (value == null || value instanceof Boolean) {
      return value != null && (Boolean) value;
    }
    return refused(name, "true or false", false);
  }

  private Optional<Integer> whole(String name, int smallest) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    BigDecimal number = value instanceof Number ? toDecimal(value) : UNREADABLE;
    if (number.compareTo(BigDecimal.valueOf(smallest)) >= 0
        && number.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) <= 0
        && number.stripTrailingZeros().scale() <= 0) {
      return Optional.of(number.intValueExact());
    }
    return refused(name, "a whole number from " + smallest, Optional.empty());
  }

  /** Reads a decimal; text counts too, because the store keeps fractions as text. */
  private Optional<BigDecimal> decimal(String name) {
    Object value = fields.get(name);
    if (value == null) {
      return Optional.empty();
    }
    BigDecimal number = toDecimal(value);
    return number.signum() > 0
        ? Optional.of(number)
        : refused(name, "a number above 0", Optional.empty());
  }

  /** A number below all allowed ones. */
  private static final BigDecimal UNREADABLE = BigDecimal.ONE.negate();

  private static BigDecimal toDecimal(Object value) {
    boolean isNumber =
        value instanceof Number || value instanceof String text && text.matches("\\d+(\\.\\d+)?");
    boolean isFinite = !(value instanceof Double number) || Double.isFinite(number);
    return isNumber && isFinite ? new BigDecimal(value.toString()) : UNREADABLE;
  }

  private <T> T refused(String name, String expected, T instead) {
    Object value = fields.get(name);
    String shown = value instanceof String ? "\"" + value + "\"" : String.valueOf(value);
    problems.add(name + " is " + shown + ", it must be " + expected);
    return instead;
  }
}
