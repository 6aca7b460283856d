package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.OnClientIdInUse;

/**
 * An intent that reads and changes nothing. The activity log does not record it, and it may connect
 * under any client id.
 */
public abstract class ReadingIntent extends Intent {
  /** Creates the intent of one invocation. */
  public ReadingIntent(Environment environment, Parameters parameters) {
    super(environment, parameters);
  }

  @Override
  protected final boolean isLogged() {
    return false;
  }

  @Override
  protected final OnClientIdInUse onClientIdInUse() {
    return OnClientIdInUse.TAKE_NEXT;
  }
}
