package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import java.util.Optional;

/**
 * An intent that looks into the store, and changes nothing. It does not contact the gateway, and
 * the kill switch never refuses it.
 */
public abstract class LookingIntent extends ReadingIntent {
  /** Creates the intent of one invocation. */
  public LookingIntent(Environment environment, Parameters parameters) {
    super(environment, parameters);
  }

  /** The answer, a record. */
  protected abstract Object look();

  @Override
  protected final Optional<Object> answerWithoutGateway() {
    return Optional.of(look());
  }

  @Override
  protected final Object core() {
    throw new IllegalStateException(name() + " needs no gateway");
  }

  @Override
  protected final boolean isAlwaysExempt() {
    return true;
  }
}
