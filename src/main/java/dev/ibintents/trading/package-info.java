/**
 * Units of the broker that all parts of trading share: contracts, currencies, quantities and
 * prices. Amounts are exact decimals.
 */
package dev.ibintents.trading;
