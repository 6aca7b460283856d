/** The preview of a plan: the value and cost of each order, and the margin of the whole plan. */
package dev.ibintents.trading.preview;
