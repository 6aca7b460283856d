package dev.ibintents.secret;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Secrets in environment variables. The secret {@code slack-url} is the variable {@code
 * NOTIFY_SLACK_URL}. The first word keeps a configuration from naming a variable that is there for
 * another purpose, such as the broker's password.
 */
public final class VariableSecrets implements SecretSource {
  private static final String FIRST_WORD = "NOTIFY_";

  private final Function<String, String> variables;
  private final Optional<SecretSource> others;

  /**
   * @param variables gives the value of a variable, or {@code null}
   * @param others the source of secrets that no variable has; empty if there is none
   */
  public VariableSecrets(Function<String, String> variables, Optional<SecretSource> others) {
    this.variables = variables;
    this.others = others;
  }

  @Override
  public String read(String name) {
    String variable = FIRST_WORD + name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    String value = variables.apply(variable);
    if (value != null && !value.isBlank()) {
      return value.strip();
    }
    return others
        .orElseThrow(
            () ->
                new SecretUnreadableException(
                    "the secret " + name + " is not there: set the variable " + variable))
        .read(name);
  }
}
