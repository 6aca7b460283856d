package dev.ibintents.intent;

import dev.ibintents.environment.Environment;
import dev.ibintents.gateway.OnClientIdInUse;

/**
 * An intent that shows something and changes nothing: it leaves no trace in the activity log, and
 * may connect as any client.
 */
public abstract class ReadingIntent extends Intent {
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
