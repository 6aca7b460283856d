package dev.ibintents.trading.close;

import dev.ibintents.trading.PlainDecimal;
import java.math.BigDecimal;

/**
 * How much of a contract may be traded to close positions of some strategies, and nothing else.
 *
 * <p>The books may be wrong: somebody may have sold by hand what they still have. So two things
 * hold, whatever the books say. A trade only makes the account's position smaller, and never goes
 * beyond 0: it opens nothing. And it leaves the account what the other strategies hold by the books
 * on the same side; where the account does not even have that, nothing is traded.
 *
 * <p>Where other strategies hold the contract on the opposite side, the account has less than the
 * strategies that are closed. Then only what the account has is traded, and the rest stays in the
 * books until the others are closed too: it is hedged by them.
 *
 * @param position what the account holds by the broker, negative if short
 * @param others what strategies that are not closed hold together by the books, negative if short
 */
public record Room(BigDecimal position, BigDecimal others) {
  /** The part of a trade that may be done; negative for a sale. */
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
