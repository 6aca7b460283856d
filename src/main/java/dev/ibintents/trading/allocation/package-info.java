/** From signals to targets, trades and orders, and the limits that they must keep. */
package dev.ibintents.trading.allocation;
