/** The part that all trading intents share: a proposal, its limits, and one run of its orders. */
package dev.ibintents.intent.trade;
