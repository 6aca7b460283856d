package dev.ibintents.trading.statement;

import dev.ibintents.trading.Money;
import dev.ibintents.trading.Side;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * An execution in a statement's section Trades.
 *
 * @param execId the broker's id of the execution; empty if the broker gives none
 * @param orderRef the order's reference; empty if it has none
 * @param brokerOrderId the broker's own number of the order; empty if the query leaves it out
 * @param contract the traded contract
 * @param kind the broker's word for the transaction, such as ExchTrade
 * @param side the side
 * @param isCancelled whether the row takes an earlier execution back
 * @param quantity the quantity, negative for a sale
 * @param price the price of a unit
 * @param commission the commission, negative for a rebate; empty if the query leaves it out
 * @param time the moment of the execution
 * @param exchange the venue
 */
record StatementTrade(
    String execId,
    String orderRef,
    String brokerOrderId,
    StatementContract contract,
    String kind,
    Side side,
    boolean isCancelled,
    BigDecimal quantity,
    BigDecimal price,
    Optional<Money> commission,
    Instant time,
    String exchange) {

  StatementTrade withOrderRef(String otherRef) {
    return with(execId, otherRef);
  }

  StatementTrade withExecId(String otherId) {
    return with(otherId, orderRef);
  }

  private StatementTrade with(String otherId, String otherRef) {
    return new StatementTrade(
        otherId,
        otherRef,
        brokerOrderId,
        contract,
        kind,
        side,
        isCancelled,
        quantity,
        price,
        commission,
        time,
        exchange);
  }
}
