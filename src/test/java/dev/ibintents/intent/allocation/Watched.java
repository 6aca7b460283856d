package dev.ibintents.intent.allocation;

import dev.ibintents.environment.Environment;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import java.util.ArrayList;
import java.util.List;

/**
 * The product's own intents, which show the environment and the thread of their last invocation.
 */
final class Watched {
  private volatile Invocation last;

  private record Invocation(Environment environment, long thread) {}

  Intents intents() {
    List<IntentDefinition> definitions = new ArrayList<>();
    for (IntentDefinition definition : Intents.all().definitions()) {
      definitions.add(
          new IntentDefinition(
              definition.name(),
              definition.description(),
              definition.parameters(),
              (environment, parameters, headers) -> {
                last = new Invocation(environment, Thread.currentThread().getId());
                return definition.factory().create(environment, parameters, headers);
              }));
    }
    return new Intents(definitions);
  }

  /** How often the last invocation has waited for the gateway. */
  int waits() {
    return last.environment().gateway().waits();
  }

  /** The id of the thread of the last invocation. */
  long thread() {
    return last.thread();
  }
}
