package dev.ibintents.messages;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.time.Duration;

class FirestoreOutboxTest extends OutboxContract {
  @Override
  DocumentStore open() {
    return FirestoreEmulator.newStore(Duration.ofSeconds(60));
  }

  @Override
  int instances() {
    return 4; // the emulator takes a second for each clash
  }
}
