/** The intents that show the account or keep a copy of it. */
package dev.ibintents.intent.account;
