/** Collects bars of the past from the gateway, one series after the other, in phases. */
package dev.ibintents.marketdata.collection;
