/**
 * Stores of documents at slash paths, in Firestore's vocabulary. {@link
 * dev.ibintents.store.firestore.FirestoreDocumentStore} keeps documents in Firestore, and {@link
 * dev.ibintents.store.sqlite.SqliteDocumentStore} in one local file. A contract test checks that
 * both behave in the same way.
 */
package dev.ibintents.store;
