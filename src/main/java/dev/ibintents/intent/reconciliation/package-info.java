/** The intents that post executions to the books and compare the books with the account. */
package dev.ibintents.intent.reconciliation;
