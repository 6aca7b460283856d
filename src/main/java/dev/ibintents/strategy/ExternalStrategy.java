package dev.ibintents.strategy;

import dev.ibintents.environment.SettingFields;
import dev.ibintents.gateway.ContractSpec;
import java.util.List;

/**
 * Holds the target that another program sets, by the intent {@code signals} or in the strategy's
 * document: {@code {"kind": "external", "target": [{"contract": {"conId": 756733}, "signal":
 * "0.6"}, …], "updatedAt": …, "freshMinutes": 180}}. {@code updatedAt} is a timestamp, or ISO-8601
 * text with an offset. The program sets it at every write, also if the target stays the same.
 *
 * <p>A target that is older than {@code freshMinutes}, by default 180, is skipped: a program that
 * has died must not go on trading. A target from the future is refused, because its age is not
 * known. A document may have neither target nor time before the first signals are set.
 */
public final class ExternalStrategy implements Strategy {
  private ExternalTarget target;

  /** Creates a strategy that has read no document yet. */
  public ExternalStrategy() {}

  @Override
  public void read(String id, SettingFields settings) {
    target = ExternalTarget.read(id, settings);
  }

  @Override
  public List<ContractSpec> contracts() {
    return target.signals().map(WrittenSignals::contracts).orElse(List.of());
  }

  @Override
  public Signals signals(StrategyContext context) {
    return target.requireFresh(context.clock().instant()).resolved(context);
  }

  /** The kind {@code external}. */
  public static final class Kind implements StrategyKind {
    /** Creates the kind. */
    public Kind() {}

    @Override
    public String name() {
      return ExternalTarget.KIND;
    }

    @Override
    public Strategy strategy() {
      return new ExternalStrategy();
    }
  }
}
