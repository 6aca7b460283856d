package dev.ibintents.intent;

import com.google.gson.JsonObject;
import java.util.List;

/** A request without parameters, for an intent that takes none. */
public final class NoParameters {
  public static final Parameters GIVEN =
      Parameters.of(
          new JsonObject(),
          new IntentDefinition(
              "probe",
              "takes no parameters",
              List.of(),
              (environment, parameters) -> {
                throw new AssertionError("no intent is made here");
              }));

  private NoParameters() {}
}
