package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The product's own intents, which show the environment of their last invocation. */
final class Watched {
  private final AtomicReference<Environment> last = new AtomicReference<>();

  Intents intents() {
    List<IntentDefinition> definitions = new ArrayList<>();
    for (IntentDefinition definition : Intents.all().definitions()) {
      definitions.add(
          new IntentDefinition(
              definition.name(),
              definition.description(),
              definition.parameters(),
              (environment, parameters, headers) -> {
                last.set(environment);
                return definition.factory().create(environment, parameters, headers);
              }));
    }
    return new Intents(definitions);
  }

  /** How often the last invocation has waited for the gateway. */
  int waits() {
    return last.get().gateway().waits();
  }
}
