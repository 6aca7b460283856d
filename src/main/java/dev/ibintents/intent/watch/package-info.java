/** The intents that look for trouble, and sum up a day. */
package dev.ibintents.intent.watch;
