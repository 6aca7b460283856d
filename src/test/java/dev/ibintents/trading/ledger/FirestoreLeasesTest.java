package dev.ibintents.trading.ledger;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.time.Duration;

class FirestoreLeasesTest extends LeasesContract {
  @Override
  DocumentStore open() {
    return FirestoreEmulator.newStore(Duration.ofSeconds(60));
  }

  @Override
  int contenders() {
    return 5; // the emulator takes a second for each clash
  }
}
