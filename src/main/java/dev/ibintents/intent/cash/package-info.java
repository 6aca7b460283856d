/** The intent that trades foreign cash back to the base currency. */
package dev.ibintents.intent.cash;
