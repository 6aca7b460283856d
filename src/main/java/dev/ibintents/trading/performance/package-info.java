/**
 * What the account and its strategies have earned: the record of each day, cash flows, and the
 * figures made of them.
 */
package dev.ibintents.trading.performance;
