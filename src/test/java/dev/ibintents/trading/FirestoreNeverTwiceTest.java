package dev.ibintents.trading;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.FirestoreEmulator;
import java.time.Duration;

class FirestoreNeverTwiceTest extends NeverTwiceContract {
  @Override
  DocumentStore open() {
    return FirestoreEmulator.newStore(Duration.ofSeconds(60));
  }
}
