/** The store of documents in Firestore. */
package dev.ibintents.store.firestore;
