package dev.ibintents.messages;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.memory.MemoryDocumentStore;

class MemoryOutboxTest extends OutboxContract {
  @Override
  DocumentStore open() {
    return new MemoryDocumentStore();
  }

  @Override
  int instances() {
    return 20;
  }
}
