/** The trades that close what strategies or the account hold. */
package dev.ibintents.trading.close;
