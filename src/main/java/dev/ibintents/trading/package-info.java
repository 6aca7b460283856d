/**
 * The types that all parts of trading share: currencies, quantities, holdings, values and sides.
 * Amounts are exact decimals.
 */
package dev.ibintents.trading;
