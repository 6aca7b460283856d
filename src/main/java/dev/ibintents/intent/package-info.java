/**
 * The lifecycle of an intent, its parameters, and the table of all intents. Each intent has a
 * folder.
 */
package dev.ibintents.intent;
