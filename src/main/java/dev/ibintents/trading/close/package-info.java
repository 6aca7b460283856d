/** The trades that close the positions of strategies or of the account. */
package dev.ibintents.trading.close;
