package dev.ibintents.trading.books;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.time.Duration;

class FirestoreFillPostingTest extends FillPostingContract {
  @Override
  DocumentStore open() {
    return FirestoreEmulator.newStore(Duration.ofSeconds(60));
  }

  @Override
  int contenders() {
    return 3; // the emulator takes a second for each clash
  }
}
