package dev.ibintents.simulator.account;

/**
 * One value of the account as the gateway shows it.
 *
 * @param key such as CashBalance
 * @param value an amount, a flag or text
 * @param currency of the amount; BASE for the sum over all currencies; empty for what has none
 */
public record AccountRow(String key, String value, String currency) {}
