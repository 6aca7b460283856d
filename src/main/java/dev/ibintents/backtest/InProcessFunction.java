package dev.ibintents.backtest;

import com.google.gson.JsonObject;
import dev.ibintents.backtest.BacktestResult.Trouble;
import dev.ibintents.environment.ConfigurationException;
import dev.ibintents.environment.FunctionInstance;
import dev.ibintents.environment.Problems;
import dev.ibintents.ibapi.Deadline;
import dev.ibintents.intent.IntentDefinition;
import dev.ibintents.intent.Intents;
import dev.ibintents.intent.InvalidParametersException;
import dev.ibintents.intent.ProblemsException;
import dev.ibintents.trading.ledger.RunHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Invokes intents as the HTTP function does, without HTTP. */
final class InProcessFunction {
  private final Intents intents = Intents.all();
  private final FunctionInstance instance;
  private final Consumer<Trouble> troubles;
  private int invocations;

  /**
   * @param troubles receives the problems and failures of the intents
   */
  InProcessFunction(FunctionInstance instance, Consumer<Trouble> troubles) {
    this.instance = instance;
    this.troubles = troubles;
  }

  /**
   * Invokes an intent.
   *
   * @param key the key of the run, so that its order references depend on nothing else
   * @throws BacktestException if the configuration or a strategy's document cannot be used
   */
  void invoke(String name, String key, JsonObject body) {
    IntentDefinition definition = intents.named(name).orElseThrow();
    Problems problems = new Problems();
    Deadline deadline = Deadline.in(instance.variables().timeout());
    try {
      definition.run(
          instance.newEnvironment("backtest-" + ++invocations, deadline, problems),
          body,
          new RunHeaders(Optional.of(key), Optional.empty(), Optional.empty()));
      report(name, problems);
    } catch (ProblemsException e) {
      report(name, problems);
    } catch (ConfigurationException | InvalidParametersException e) {
      throw new BacktestException(e.getMessage(), e);
    } catch (RuntimeException e) {
      report(name, problems);
      troubles.accept(trouble(name, e.getClass().getSimpleName(), e.getMessage()));
    }
  }

  private void report(String intent, Problems problems) {
    List.copyOf(problems.all())
        .forEach(problem -> troubles.accept(trouble(intent, problem.code(), problem.message())));
  }

  private Trouble trouble(String intent, String code, String message) {
    return new Trouble(instance.clock().instant(), intent, code, String.valueOf(message));
  }
}
