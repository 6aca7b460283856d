/** Documents in Firestore. */
package dev.ibintents.store.firestore;
