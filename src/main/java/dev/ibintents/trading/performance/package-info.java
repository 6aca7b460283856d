/** What the account and its strategies have earned: cash flows, and the figures made of them. */
package dev.ibintents.trading.performance;
