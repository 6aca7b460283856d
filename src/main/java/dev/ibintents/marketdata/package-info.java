/**
 * Bars of the past: kept in the store by the series, collected from the gateway as far as they are
 * missing, and read by people and by strategies.
 */
package dev.ibintents.marketdata;
