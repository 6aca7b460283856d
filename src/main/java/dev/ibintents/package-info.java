/** The entry of the function: {@link dev.ibintents.IntentFunction} alone. */
package dev.ibintents;
