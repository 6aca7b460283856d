package dev.ibintents.marketdata;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.time.Duration;

class FirestoreBarsTest extends BarsContract {
  @Override
  DocumentStore open() {
    return FirestoreEmulator.newStore(Duration.ofSeconds(60));
  }

  @Override
  int writers() {
    return 3; // the emulator takes a second for each clash
  }
}
