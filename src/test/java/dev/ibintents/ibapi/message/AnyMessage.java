package dev.ibintents.ibapi.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Generates every message of this package with random content, from its record components. So a new
 * message is tested without further code.
 */
final class AnyMessage {
  private static final double SOMETIMES = 0.2;

  /** Quantities without which a message is refused. */
  private static final Set<String> REQUIRED = Set.of("position", "shares");

  private AnyMessage() {}

  /** Messages with an order, which is no record; {@link OrderArbitraries} generates orders. */
  private static final Set<String> WITH_AN_ORDER =
      Set.of("PlaceOrder", "OpenOrder", "CompletedOrder");

  /** All message records of this package, except those with an order. */
  static List<Class<? extends Message>> classes() {
    try {
      Path root =
          Path.of(Message.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path folder = root.resolve(Message.class.getPackageName().replace('.', '/'));
      try (Stream<Path> files = Files.list(folder)) {
        return files
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".class"))
            .sorted()
            .<Class<?>>map(name -> load(name.substring(0, name.lastIndexOf('.'))))
            .filter(type -> type.isRecord() && Message.class.isAssignableFrom(type))
            .filter(type -> !WITH_AN_ORDER.contains(type.getSimpleName()))
            .<Class<? extends Message>>map(type -> type.asSubclass(Message.class))
            .toList();
      }
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(Message.class.getPackageName() + '.' + name);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  /** One message of every class. */
  static Arbitrary<List<Message>> oneOfEach() {
    List<Arbitrary<Message>> messages =
        classes().stream()
            .<Arbitrary<Message>>map(type -> record(type).map(m -> (Message) m))
            .toList();
    return Combinators.combine(messages).as(content -> content);
  }

  private static Arbitrary<Object> record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    List<Arbitrary<Object>> values = Arrays.stream(components).map(AnyMessage::component).toList();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    if (values.isEmpty()) {
      return Arbitraries.create(() -> construct(type, types, List.of()));
    }
    return Combinators.combine(values).as(content -> construct(type, types, content));
  }

  private static Object construct(Class<?> type, Class<?>[] types, List<Object> content) {
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(content.toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " with " + content, e);
    }
  }

  private static Arbitrary<Object> component(RecordComponent component) {
    if (component.getType() == String.class) {
      return text(component.getName()).asGeneric();
    }
    return value(component.getGenericType(), component.getName());
  }

  /**
   * A random text. A contract's security type is real, because it decides whether a message has
   * legs; a multiplier is a number, and options are pairs.
   */
  private static Arbitrary<String> text(String name) {
    Arbitrary<String> random =
        Arbitraries.strings().withCharRange(' ', '\uD7FF').withChars('\n').ofMaxLength(8);
    return switch (name) {
      case "secType" -> Arbitraries.of("STK", "FUT", "CASH", "BAG", "");
      case "multiplier" -> Arbitraries.of("", "0.01", "2", "1000");
      case "mktDataOptions", "chartOptions" -> Arbitraries.of("", "a=1;", "a=1;b=;");
      default -> random;
    };
  }

  private static Arbitrary<Object> value(Type type, String name) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return value(list.getActualTypeArguments()[0], name)
          .filter(Objects::nonNull)
          .list()
          .ofMaxSize(3)
          .asGeneric();
    }
    if (type instanceof Class<?> simple) {
      return simple(simple, name);
    }
    throw new IllegalArgumentException("no values for " + name + " of type " + type);
  }

  private static Arbitrary<Object> simple(Class<?> type, String name) {
    if (type == int.class) {
      return name.equals("liquidation")
          ? Arbitraries.of(0, 1).asGeneric()
          : Arbitraries.integers().asGeneric();
    } else if (type == Integer.class) {
      return Arbitraries.integers()
          .lessOrEqual(Integer.MAX_VALUE - 1)
          .injectNull(SOMETIMES)
          .asGeneric();
    } else if (type == long.class) {
      return Arbitraries.longs().asGeneric();
    } else if (type == Long.class) {
      return Arbitraries.longs().lessOrEqual(Long.MAX_VALUE - 1).injectNull(SOMETIMES).asGeneric();
    } else if (type == boolean.class) {
      return Arbitraries.of(true, false).asGeneric();
    } else if (type == Boolean.class) {
      return Arbitraries.of(true, false).injectNull(SOMETIMES).asGeneric();
    } else if (type == BigDecimal.class) {
      return REQUIRED.contains(name)
          ? decimal().asGeneric()
          : decimal().injectNull(SOMETIMES).asGeneric();
    } else if (type == String.class) {
      return text(name).asGeneric();
    } else if (type == Instant.class) {
      return Arbitraries.longs().between(0, 4_000_000_000L).map(Instant::ofEpochSecond).asGeneric();
    }
    return composed(type, name);
  }

  private static Arbitrary<Object> composed(Class<?> type, String name) {
    if (type.isRecord()) {
      Arbitrary<Object> random = record(type);
      return type == DeltaNeutralContract.class ? random.injectNull(SOMETIMES) : random;
    }
    throw new IllegalArgumentException("no values for " + name + " of type " + type);
  }

  private static Arbitrary<BigDecimal> decimal() {
    Arbitrary<BigDecimal> random =
        Arbitraries.integers()
            .between(0, 8)
            .flatMap(
                scale ->
                    Arbitraries.longs()
                        .between(-1_000_000_000_000L, 1_000_000_000_000L)
                        .map(unscaled -> BigDecimal.valueOf(unscaled, scale)));
    return random.filter(value -> value.compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) != 0);
  }
}
