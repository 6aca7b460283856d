package dev.ibintents.trading.ledger;

import dev.ibintents.store.DocumentStore;
import dev.ibintents.store.firestore.FirestoreEmulator;
import java.time.Duration;

class FirestoreNeverTwiceTest extends NeverTwiceContract {
  @Override
  DocumentStore open() {
    return FirestoreEmulator.newStore(Duration.ofSeconds(60));
  }
}
