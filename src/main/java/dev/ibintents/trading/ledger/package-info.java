/** The runs, their keys and legs, and the lease that lets one run at a time trade an account. */
package dev.ibintents.trading.ledger;
