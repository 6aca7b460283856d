/** The intents that collect bars of the past and answer with them. */
package dev.ibintents.intent.bars;
