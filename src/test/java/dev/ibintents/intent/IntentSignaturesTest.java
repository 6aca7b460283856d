package dev.ibintents.intent;

import static com.google.common.truth.Truth.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A signature of an intent is read at a glance; only records that answers are made of are long. */
final class IntentSignaturesTest {
  private static final int MOST_PARAMETERS = 6;

  private static final JavaClasses INTENTS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("dev.ibintents.intent");

  @Test
  void noMethodTakesMoreThanSixParameters() {
    List<String> longOnes =
        INTENTS.stream()
            .flatMap(type -> type.getMethods().stream())
            .filter(method -> !method.getName().contains("$"))
            .filter(IntentSignaturesTest::isLong)
            .map(JavaCodeUnit::getFullName)
            .toList();

    assertThat(longOnes).isEmpty();
  }

  @Test
  void noConstructorButThatOfAnAnswerTakesMoreThanSixParameters() {
    List<String> longOnes =
        INTENTS.stream()
            .filter(type -> !isOfAnswers(type))
            .flatMap(type -> type.getConstructors().stream())
            .filter(IntentSignaturesTest::isLong)
            .map(JavaCodeUnit::getFullName)
            .toList();

    assertThat(longOnes).isEmpty();
  }

  private static boolean isLong(JavaCodeUnit code) {
    return code.getRawParameterTypes().size() > MOST_PARAMETERS;
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
