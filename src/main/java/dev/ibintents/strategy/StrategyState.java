package dev.ibintents.strategy;

import dev.ibintents.store.Document;
import dev.ibintents.store.FieldException;
import dev.ibintents.store.Fields;
import dev.ibintents.store.FieldsJson;
import dev.ibintents.store.InvalidDocumentException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * The memory of a strategy, for rules with a past: values by name. Each account has its own, paper
 * and live.
 *
 * <p>Changes are stored in the transaction that writes the plan of the run. A run that is not begun
 * changes nothing: a dry run, a preview, a repetition, a run that is refused, and signals that
 * fail. A run that has begun has changed it once, whatever becomes of its orders. The memory
 * therefore tells what was planned, and {@link StrategyContext#holdings} what was filled.
 *
 * <p>A number is read as it was written, digit by digit. A value of another type than asked for
 * leads to a {@link NoSignalsException}.
 */
public final class StrategyState {
  /** The largest size of a memory, in bytes of its JSON. */
  public static final int MOST_BYTES = 100_000;

  private final String path;
  private final String where;
  private final SortedMap<String, Object> values;

  /**
   * @param path the path of the document
   * @param where the document and the map in it, for messages
   * @param values the values; the memory changes them
   */
  private StrategyState(String path, String where, SortedMap<String, Object> values) {
    this.path = path;
    this.where = where;
    this.values = values;
  }

  /** Returns a memory with the values of a document. */
  static StrategyState of(String path, Map<String, Object> stored) {
    return new StrategyState(path, path, changeable(stored));
  }

  /** Returns whether there is a value of this name. */
  public boolean has(String name) {
    return values.get(name) != null && names().contains(name);
  }

  /** Returns the names of the values, sorted. */
  public SortedSet<String> names() {
    return Collections.unmodifiableSortedSet(new TreeSet<>(withoutEmptyParts(values).keySet()));
  }

  /** Returns a text, if there is one of this name. */
  public Optional<String> text(String name) {
    return read(fields -> fields.findString(name));
  }

  /** Returns a number, if there is one of this name. */
  public Optional<BigDecimal> number(String name) {
    return read(fields -> fields.findDecimal(name));
  }

  /** Returns a day, if there is one of this name. */
  public Optional<LocalDate> date(String name) {
    return text(name).map(text -> date(name, text));
  }

  /** Returns a truth value; false if there is none of this name. */
  public boolean flag(String name) {
    return read(fields -> fields.has(name) && fields.bool(name));
  }

  /** Returns a list of texts; empty if there is none of this name. */
  public List<String> texts(String name) {
    return elements(name, String.class).stream().map(String.class::cast).toList();
  }

  /** Returns a list of numbers; empty if there is none of this name. */
  public List<BigDecimal> numbers(String name) {
    return elements(name, BigDecimal.class).stream().map(BigDecimal.class::cast).toList();
  }

  /**
   * Returns a part of the memory, such as that of one contract. It has names of its own, and is
   * made by the first value that is put into it.
   */
  public StrategyState part(String name) {
    if (values.get(name) == null) {
      put(name, (Object) Map.of());
    }
    if (!(values.get(name) instanceof SortedMap)) {
      throw new NoSignalsException(
          "%s.%s is %s; it must be a part with values of its own"
              .formatted(where, name, values.get(name)));
    }
    @SuppressWarnings("unchecked") // all maps in a memory are made here
    SortedMap<String, Object> part = (SortedMap<String, Object>) values.get(name);
    return new StrategyState(path, where + "." + name, part);
  }

  /** Puts a text in place of the value of this name. */
  public void put(String name, String text) {
    put(name, (Object) Objects.requireNonNull(text, name));
  }

  /** Puts a number in place of the value of this name. */
  public void put(String name, BigDecimal number) {
    put(name, (Object) Objects.requireNonNull(number, name));
  }

  /** Puts a whole number in place of the value of this name. */
  public void put(String name, long number) {
    put(name, (Object) number);
  }

  /** Puts a day in place of the value of this name. */
  public void put(String name, LocalDate day) {
    put(name, (Object) day.toString());
  }

  /** Puts a truth value in place of the value of this name. */
  public void put(String name, boolean flag) {
    put(name, (Object) flag);
  }

  /** Puts a list of texts in place of the value of this name. */
  public void putTexts(String name, List<String> texts) {
    put(name, (Object) List.copyOf(texts));
  }

  /** Puts a list of numbers in place of the value of this name. */
  public void putNumbers(String name, List<BigDecimal> numbers) {
    put(name, (Object) List.copyOf(numbers));
  }

  /** Removes the value of this name, if there is one. */
  public void remove(String name) {
    values.remove(name);
  }

  /** Removes all values. */
  public void clear() {
    values.clear();
  }

  /**
   * Returns the values in the form in which they are stored, without empty parts.
   *
   * @throws NoSignalsException if they are too large, or nested too deeply
   */
  Map<String, Object> stored() {
    try {
      Map<String, Object> stored = normal(path, withoutEmptyParts(values));
      refusal(path, stored)
          .ifPresent(
              refusal -> {
                throw new NoSignalsException(refusal);
              });
      return stored;
    } catch (InvalidDocumentException e) {
      throw new NoSignalsException(e.getMessage(), e);
    }
  }

  /** Returns why values are too large for a memory; empty if they are not. */
  static Optional<String> refusal(String path, Map<String, Object> stored) {
    int bytes = FieldsJson.write(stored).getBytes(StandardCharsets.UTF_8).length;
    return bytes <= MOST_BYTES
        ? Optional.empty()
        : Optional.of(
            "%s has %,d bytes of JSON, and may have at most %,d; keep less in the state"
                .formatted(path, bytes, MOST_BYTES));
  }

  private void put(String name, Object value) {
    // The same refusals as those of the store, but at the line that puts the value.
    values.putAll(changeable(normal(path, Map.of(name, value))));
  }

  private static Map<String, Object> normal(String path, Map<String, Object> values) {
    return new Document(path, values).fields();
  }

  private LocalDate date(String name, String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new NoSignalsException(
          "%s.%s is \"%s\"; it must be a day such as 2026-11-27".formatted(where, name, text), e);
    }
  }

  private List<?> elements(String name, Class<?> type) {
    return read(fields -> fields.has(name) ? fields.values(name, type) : List.of());
  }

  private <T> T read(Function<Fields, T> reader) {
    try {
      return reader.apply(new Values(where, values));
    } catch (FieldException e) {
      throw new NoSignalsException(e.getMessage(), e);
    }
  }

  private record Values(String where, Map<String, Object> fields) implements Fields {}

  private static SortedMap<String, Object> changeable(Map<?, ?> stored) {
    SortedMap<String, Object> copy = new TreeMap<>();
    stored.forEach(
        (name, value) ->
            copy.put((String) name, value instanceof Map<?, ?> map ? changeable(map) : value));
    return copy;
  }

  private static Map<String, Object> withoutEmptyParts(Map<?, ?> values) {
    SortedMap<String, Object> rest = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          Object kept = value instanceof Map<?, ?> map ? withoutEmptyParts(map) : value;
          if (!(kept instanceof Map<?, ?> map && map.isEmpty())) {
            rest.put((String) name, kept);
          }
        });
    return rest;
  }
}
