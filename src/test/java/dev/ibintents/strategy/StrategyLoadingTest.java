package dev.ibintents.strategy;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ibintents.environment.ConfigurationException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kinds of strategies of a user's project, beside those of this product. */
final class StrategyLoadingTest {
  @TempDir Path project;

  /** A kind of a user. */
  public static final class Mine implements StrategyKind {
    @Override
    public String name() {
      return "mine";
    }

    @Override
    public Strategy strategy() {
      return context -> Signals.none();
    }
  }

  /** A kind of a user with the name of one of the product's. */
  public static final class SecondMacd implements StrategyKind {
    @Override
    public String name() {
      return "macd";
    }

    @Override
    public Strategy strategy() {
      return context -> Signals.none();
    }
  }

  /** A kind that cannot be made. */
  public static final class Unmakeable implements StrategyKind {
    public Unmakeable() {
      throw new IllegalStateException("no key for the data");
    }

    @Override
    public String name() {
      return "unmakeable";
    }

    @Override
    public Strategy strategy() {
      return context -> Signals.none();
    }
  }

  private Strategies tableWith(Class<?> kind) throws IOException {
    Path services = Files.createDirectories(project.resolve("META-INF/services"));
    Files.writeString(services.resolve(StrategyKind.class.getName()), kind.getName() + "\n");
    try (URLClassLoader loader =
        new URLClassLoader(new URL[] {project.toUri().toURL()}, getClass().getClassLoader())) {
      return new Strategies(StrategyKinds.found(loader));
    }
  }

  @Test
  void kindsOfTheProductAreFoundAsServices() {
    assertThat(Strategies.all().names()).containsAtLeast("dummy", "weights", "external", "macd");
  }

  @Test
  void kindOfAnotherProjectIsInTheTable() throws IOException {
    Strategies table = tableWith(Mine.class);

    assertThat(table.names()).containsAtLeast("macd", "mine");
    assertThat(table.refusal("mine", Optional.empty())).isEmpty();
  }

  @Test
  void nameThatExistsTwiceIsRefusedWithBothPlaces() {
    String refusal =
        assertThrows(ConfigurationException.class, () -> tableWith(SecondMacd.class)).getMessage();

    assertThat(refusal).startsWith("two kinds of strategies have the name macd: ");
    assertThat(refusal).contains(MacdStrategy.Kind.class.getName() + " in file:");
    assertThat(refusal).contains(SecondMacd.class.getName() + " in file:");
  }

  @Test
  void kindThatCannotBeMadeIsRefusedWithTheReason() {
    assertThat(
            assertThrows(ConfigurationException.class, () -> tableWith(Unmakeable.class))
                .getMessage())
        .contains("no key for the data");
  }

  @Test
  void kindWithoutANameIsRefused() {
    StrategyKind nameless =
        new Strategies.Kind(" ", StrategyKind.Use.ANY_ACCOUNT, () -> context -> Signals.none());

    assertThat(
            assertThrows(ConfigurationException.class, () -> new Strategies(List.of(nameless)))
                .getMessage())
        .contains("has no name");
  }
}
