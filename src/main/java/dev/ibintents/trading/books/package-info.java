/**
 * Holdings by strategy: executions posted, open orders, adoption, and reconciliation with the
 * account.
 */
package dev.ibintents.trading.books;
