/** The intents that record cash flows and statements, and show what the strategies have earned. */
package dev.ibintents.intent.performance;
