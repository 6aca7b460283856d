package dev.ibintents.house;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.tngtech.archunit.core.domain.JavaClass;
import dev.ibintents.intent.Detailed;
import dev.ibintents.intent.DocumentedIntents;
import dev.ibintents.intent.DocumentedIntents.Failure;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reference says what the code says. */
final class ReferenceTest {
  private static Stream<String> titles() {
    return Intents.all().definitions().stream().map(IntentDefinition::title);
  }

  @Test
  void everyIntentNamesTheRecordOfItsAnswer() {
    List<String> missing =
        titles().filter(name -> DocumentedIntents.named(name).isEmpty()).toList();

    assertWithMessage("intents without an answer in DocumentedIntents").that(missing).isEmpty();
  }

  @Test
  void everyFailureThatHasFiguresIsDocumented() {
    Set<String> documented =
        titles()
            .flatMap(name -> DocumentedIntents.named(name).stream())
            .flatMap(intent -> intent.failures().stream())
            .map(Failure::type)
            .map(Class::getName)
            .collect(Collectors.toSet());
    Set<String> all =
        Product.classes().stream()
            .filter(type -> type.getPackageName().startsWith("dev.ibintents.intent"))
            .filter(type -> type.isAssignableTo(Detailed.class) && !type.isInterface())
            .map(JavaClass::getName)
            .collect(Collectors.toSet());

    assertThat(documented).isEqualTo(all);
  }

  @Test
  void theReferencePageIsUpToDate() throws Exception {
    String text = Files.exists(Reference.FILE) ? Files.readString(Reference.FILE) : "";

    assertWithMessage(
            "%s differs from what the code says; write it anew with: %s",
            Reference.FILE, Reference.COMMAND)
        .that(text)
        .isEqualTo(Reference.text());
  }

  @Test
  void thePageOnTradingHasTheSameTableOfStatuses() throws Exception {
    assertThat(Files.readString(Path.of("docs", "trading.md"))).contains(Reference.statusTable());
  }
}
