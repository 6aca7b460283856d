package dev.ibintents;

import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.intent.Intents;

/** The product's HTTP function with the instance and the intents of a test. */
public final class TestedFunction {
  private TestedFunction() {}

  /** Creates the function. Only this package can hand it an instance. */
  public static IntentFunction with(FunctionInstance instance, Intents intents) {
    return new IntentFunction(instance, intents);
  }
}
