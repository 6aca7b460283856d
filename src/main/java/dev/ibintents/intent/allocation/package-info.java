/** The intent that turns the signals of the strategies into orders. */
package dev.ibintents.intent.allocation;
