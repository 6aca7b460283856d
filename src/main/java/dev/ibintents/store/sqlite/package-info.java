/** Documents in one SQLite file. */
package dev.ibintents.store.sqlite;
