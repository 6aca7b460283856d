package dev.ibintents.trading.close;

import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;

/**
 * The quantity of a contract that may be traded to close the positions of some strategies.
 *
 * <p>The books may be wrong: a holding in them may have been sold by hand. Two rules hold in any
 * case. A trade only makes the account's position smaller, and never goes beyond 0, so it opens
 * nothing. It leaves in the account the other strategies' holdings on the same side. If the account
 * has no more than those, nothing is traded.
 *
 * <p>If other strategies hold the contract on the opposite side, the account has less than the
 * strategies to close. Then only the account's position is traded. The rest stays in the books
 * until the other strategies are closed too, because they hedge it.
 *
 * @param position the account's position at the broker, negative if short
 * @param others the holdings of the strategies that are not closed, added up; negative if short
 */
public record Room(BigDecimal position, BigDecimal others) {
  /** The part of a trade that is allowed; negative for a sale. */
  BigDecimal limited(BigDecimal quantity) {
    BigDecimal free = position.abs().min(position.subtract(others).multiply(side()));
    boolean reduces = quantity.signum() == -position.signum();
    if (!reduces || free.signum() <= 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal most = quantity.abs().min(free);
    return PlainDecimal.of(quantity.signum() < 0 ? most.negate() : most);
  }

  private BigDecimal side() {
    return BigDecimal.valueOf(position.signum());
  }
}
