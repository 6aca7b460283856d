package dev.ibintents.bench;

import dev.ibintents.environment.Access;
import dev.ibintents.environment.Variables;
import java.nio.file.Path;
import java.util.Map;

/** Another instance of the function, which works on a store at home and is called directly. */
public final class OtherInstance {
  private OtherInstance() {}

  /**
   * The variables that it starts with. Nobody knows from where a direct request comes, so it
   * answers every machine.
   *
   * @param timeoutSeconds bounds each invocation
   */
  public static Variables variables(Path folder, int timeoutSeconds) {
    return Variables.from(
        Map.of(
            "STORE",
            "embedded",
            "DATA_FOLDER",
            folder.toString(),
            Access.HOST,
            "0.0.0.0",
            "TIMEOUT_SECONDS",
            Integer.toString(timeoutSeconds)));
  }
}
