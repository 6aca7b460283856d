package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A signature is read at a glance. Only records, which name their components, may be longer. */
final class SignaturesTest {
  private static final int MOST_PARAMETERS = 6;

  private static final int MOST_PARAMETERS_OF_A_CONSTRUCTOR = 8;

  private static final JavaClasses PRODUCT = Product.classes();

  @Test
  void noMethodTakesMoreThanSixParameters() {
    assertThat(
            longer(PRODUCT.stream().flatMap(type -> type.getMethods().stream()), MOST_PARAMETERS))
        .isEmpty();
  }

  @Test
  void noConstructorOfAClassTakesMoreThanEightParameters() {
    assertThat(
            longer(
                PRODUCT.stream()
                    .filter(type -> !type.isRecord())
                    .flatMap(type -> type.getConstructors().stream()),
                MOST_PARAMETERS_OF_A_CONSTRUCTOR))
        .isEmpty();
  }

  @Test
  void noRecordOfAnIntentButAnAnswerHasMoreThanSixComponents() {
    assertThat(
            longer(
                PRODUCT.stream()
                    .filter(type -> type.getPackageName().startsWith("dev.ibintents.intent"))
                    .filter(type -> !isOfAnswers(type))
                    .flatMap(type -> type.getConstructors().stream()),
                MOST_PARAMETERS))
        .isEmpty();
  }

  /** The names of the code that takes more parameters, without what the compiler makes. */
  private static List<String> longer(Stream<? extends JavaCodeUnit> code, int most) {
    return code.filter(unit -> !unit.getName().contains("$"))
        .filter(unit -> unit.getRawParameterTypes().size() > most)
        .map(JavaCodeUnit::getFullName)
        .toList();
  }

  /** Whether all components of a record are what JSON is made of, or records of that kind. */
  private static boolean isOfAnswers(JavaClass type) {
    return type.isRecord()
        && type.getFields().stream()
            .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
            .allMatch(component -> isJson(component.getRawType()));
  }

  private static boolean isJson(JavaClass type) {
    return type.isPrimitive()
        || type.getPackageName().startsWith("java.")
        || type.isRecord() && isOfAnswers(type);
  }
}
