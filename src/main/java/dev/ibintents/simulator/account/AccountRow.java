package dev.ibintents.simulator.account;

/**
 * A value of the account as the gateway reports it.
 *
 * @param key such as CashBalance
 * @param value an amount, a flag or text
 * @param currency the currency of the amount; BASE for the sum over all currencies; empty if the
 *     value is no amount
 */
public record AccountRow(String key, String value, String currency) {}
