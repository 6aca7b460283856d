/** The store of documents in a local SQLite file. */
package dev.ibintents.store.sqlite;
