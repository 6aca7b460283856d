package dev.ibintents.intent.watch;

import dev.ibintents.ibapi.AccountUpdates;
import dev.ibintents.intent.Account;
import dev.ibintents.messages.EventKeys;
import dev.ibintents.trading.books.Reconciled;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

/** Looks whether excess liquidity ÷ net liquidation is below {@code watch.cushion}. */
final class Cushion implements Check {
  private static final int DIGITS = 4;

  @Override
  public String name() {
    return "cushion";
  }

  @Override
  public Verdict look(Observed observed) {
    Optional<BigDecimal> least = observed.configuration().watch().cushion();
    if (least.isEmpty()) {
      return Verdict.ok("watch.cushion is not set");
    }
    return observed
        .broker()
        .flatMap(BrokerView::reconciled)
        .map(Reconciled::basis)
        .map(Reconciled.Basis::updates)
        .flatMap(Cushion::cushion)
        .map(cushion -> verdict(cushion, least.get(), observed))
        .orElseGet(() -> Verdict.unknown("the gateway has not told the excess liquidity"));
  }

  private static Verdict verdict(BigDecimal cushion, BigDecimal least, Observed observed) {
    String words =
        "excess liquidity is %s of net liquidation"
            .formatted(cushion.stripTrailingZeros().toPlainString());
    return cushion.compareTo(least) < 0
        ? Verdict.fault(
            EventKeys.of(observed.now(), "cushion"),
            words + ", below watch.cushion, which is " + least.toPlainString())
        : Verdict.ok(words);
  }

  private static Optional<BigDecimal> cushion(AccountUpdates updates) {
    Optional<BigDecimal> value =
        Account.netLiquidation(updates).amount().filter(amount -> amount.signum() > 0);
    return Account.excessLiquidity(updates)
        .flatMap(
            amount -> value.map(whole -> amount.divide(whole, DIGITS, RoundingMode.HALF_EVEN)));
  }
}
