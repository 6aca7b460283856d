package dev.ibintents.trading.statement;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A row of a statement's section CorporateActions.
 *
 * @param transactionId the broker's id of the row
 * @param type the broker's code for the kind, such as FS for a forward split
 * @param conId the contract
 * @param symbol the contract's symbol
 * @param quantity the change of the account's position
 * @param time the moment of the change
 * @param description the broker's words
 */
record StatementAction(
    String transactionId,
    String type,
    int conId,
    String symbol,
    BigDecimal quantity,
    Instant time,
    String description) {}
