package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyKind;
import dev.ibintents.testkit.StrategyBench;
import java.lang.reflect.Executable;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.WildcardType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The public API, which projects of users are compiled against. pom.xml lists it. */
final class ApiTest {
  private static final String PRODUCT = "dev.ibintents.";

  /**
   * The API hands these out too, and they are no part of it: stored documents, the broker's own
   * description of a contract, and the simulated gateway.
   */
  private static final List<String> OTHERS =
      List.of(PRODUCT + "store.", PRODUCT + "ibapi.message.", PRODUCT + "simulator.");

  /** The classes that belong to the API, with those nested in them. */
  private static List<Class<?>> types() throws Exception {
    List<Class<?>> types = new ArrayList<>();
    for (String file : ApiBaseline.files().keySet()) {
      Class<?> type = Class.forName(file.replace(".class", "").replace('/', '.'), false, loader());
      if (Modifier.isPublic(type.getModifiers())) {
        types.add(type);
      }
    }
    return types;
  }

  private static ClassLoader loader() {
    return ApiTest.class.getClassLoader();
  }

  @Test
  void everyTypeThatTheApiHandsOutBelongsToIt() throws Exception {
    Set<String> names = types().stream().map(Class::getName).collect(Collectors.toSet());
    Set<String> strangers = new TreeSet<>();
    for (Class<?> type : types()) {
      for (Type used : signatures(type)) {
        for (String name : productTypes(used)) {
          if (!names.contains(name) && OTHERS.stream().noneMatch(name::startsWith)) {
            strangers.add(name + " of " + type.getName());
          }
        }
      }
    }

    assertThat(names).hasSize(types().size());
    assertWithMessage("add them to the includes of japicmp in pom.xml, or hide them")
        .that(strangers)
        .isEmpty();
  }

  private static List<Type> signatures(Class<?> type) {
    List<Type> used = new ArrayList<>(Arrays.asList(type.getGenericInterfaces()));
    used.add(type.getGenericSuperclass());
    Stream.<Executable>concat(
            Arrays.stream(type.getDeclaredMethods()), Arrays.stream(type.getDeclaredConstructors()))
        .filter(member -> Modifier.isPublic(member.getModifiers()) && !member.isSynthetic())
        .forEach(
            member -> {
              used.addAll(Arrays.asList(member.getGenericParameterTypes()));
              if (member instanceof Method method) {
                used.add(method.getGenericReturnType());
              }
            });
    return used;
  }

  private static List<String> productTypes(Type type) {
    if (type instanceof Class<?> named) {
      Class<?> element = named.isArray() ? named.getComponentType() : named;
      return element.getName().startsWith(PRODUCT) ? List.of(element.getName()) : List.of();
    }
    Stream<Type> parts = Stream.of();
    if (type instanceof ParameterizedType generic) {
      parts =
          Stream.concat(
              Stream.of(generic.getRawType()), Arrays.stream(generic.getActualTypeArguments()));
    } else if (type instanceof WildcardType wildcard) {
      parts =
          Stream.of(wildcard.getUpperBounds(), wildcard.getLowerBounds()).flatMap(Arrays::stream);
    } else if (type instanceof GenericArrayType array) {
      parts = Stream.of(array.getGenericComponentType());
    }
    return parts.flatMap(part -> productTypes(part).stream()).toList();
  }

  /** A further method would break the classes of users, although they could still be loaded. */
  @Test
  void userImplementsNoMoreThanTheseMethods() {
    assertThat(toImplement(Strategy.class)).containsExactly("signals");
    assertThat(toImplement(StrategyKind.class)).containsExactly("name", "strategy");
  }

  private static List<String> toImplement(Class<?> type) {
    return Arrays.stream(type.getMethods())
        .filter(method -> Modifier.isAbstract(method.getModifiers()))
        .map(Method::getName)
        .toList();
  }

  @Test
  void thePageListsTheApi() throws Exception {
    String page = Files.readString(Path.of("docs/strategies.md"));
    String section = page.substring(page.indexOf("\n## The public API\n"));
    Set<String> listed =
        Pattern.compile("`([A-Z]\\w+)`")
            .matcher(section)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> names =
        types().stream()
            .filter(type -> type.getEnclosingClass() == null)
            .map(Class::getSimpleName)
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(listed).isEqualTo(names);
  }

  @Test
  void theTestKitNeedsTheProductAndJUnitAlone() {
    JavaClasses kit =
        new ClassFileImporter()
            .withImportOption(ApiTest::isOfKit)
            .importPackages(StrategyBench.class.getPackageName());

    ArchRuleDefinition.classes()
        .should()
        .onlyDependOnClassesThat(
            DescribedPredicate.describe(
                "are of the JDK, of JUnit, of the kit or of the product",
                type -> mayNeed(type.getBaseComponentType())))
        .check(kit);
    assertThat(kit).isNotEmpty();
  }

  private static boolean mayNeed(JavaClass type) {
    return type.isPrimitive()
        || type.getPackageName().startsWith("java.")
        || type.getPackageName().startsWith("org.junit.jupiter.api")
        || type.getPackageName().equals(StrategyBench.class.getPackageName())
        || Files.exists(Path.of("target/classes", type.getName().replace('.', '/') + ".class"));
  }

  private static boolean isOfKit(Location location) {
    return !location.contains("Test");
  }
}
