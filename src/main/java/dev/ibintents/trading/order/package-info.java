/** Order properties, times in words, and planned orders. */
package dev.ibintents.trading.order;
