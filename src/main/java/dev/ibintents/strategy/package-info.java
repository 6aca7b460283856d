/**
 * What to hold: strategies, each of which gives signals, and the table of their kinds. How much
 * that is, and what to trade for it, is worked out elsewhere.
 */
package dev.ibintents.strategy;
