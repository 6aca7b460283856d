/**
 * The money side of the books: what trades, crossings, adoptions and cash flows did to each
 * strategy's cash, and the running totals of it.
 */
package dev.ibintents.trading.totals;
