/**
 * Documents at slash paths, in Firestore's own vocabulary: {@link
 * dev.ibintents.store.firestore.FirestoreDocumentStore} keeps them in Firestore, {@link
 * dev.ibintents.store.sqlite.SqliteDocumentStore} in one local file. One contract test holds both
 * to the same behaviour.
 */
package dev.ibintents.store;
