/** The store of documents in memory. */
package dev.ibintents.store.memory;
