package dev.ibintents.store;

/** An enum that documents hold as a word of its own; other enums are stored by their names. */
public interface StoredWord {
  /** The word in documents. */
  String id();
}
