package dev.ibintents.home;

import dev.ibintents.strategy.Signals;
import dev.ibintents.strategy.Strategy;
import dev.ibintents.strategy.StrategyKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A kind of strategies in the classes of a user's project. */
public final class UserKind implements StrategyKind {
  static final String NAME = "buy-and-hold";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Strategy strategy() {
    return context -> Signals.none();
  }

  /** Puts this class, and the file that names it, into a folder of classes. */
  static void compiledInto(Path classes) throws IOException {
    String file = UserKind.class.getName().replace('.', '/') + ".class";
    Path target = classes.resolve(file);
    Files.createDirectories(target.getParent());
    try (InputStream compiled = UserKind.class.getResourceAsStream("/" + file)) {
      Files.copy(compiled, target);
    }
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.writeString(services.resolve(StrategyKind.class.getName()), UserKind.class.getName());
  }
}
