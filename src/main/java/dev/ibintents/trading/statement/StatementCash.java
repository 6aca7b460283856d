package dev.ibintents.trading.statement;

import dev.ibintents.trading.Money;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A payment in a statement's section CashTransactions.
 *
 * @param transactionId the broker's id of the payment
 * @param type the broker's word for its kind, such as Dividends
 * @param money the amount; negative if money leaves the account
 * @param conId the contract that it is for; empty if it is for none
 * @param date the day on which the broker reports it
 * @param exDate the day from which new holders have no right to it; empty if not told
 * @param description the broker's words
 */
record StatementCash(
    String transactionId,
    String type,
    Money money,
    OptionalInt conId,
    LocalDate date,
    Optional<LocalDate> exDate,
    String description) {}
