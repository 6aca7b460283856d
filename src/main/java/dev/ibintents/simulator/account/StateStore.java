package dev.ibintents.simulator.account;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** Where the state of the paper account is kept from one run to the next. */
public interface StateStore {
  /** What was saved last; empty at the very first start. */
  Optional<PaperState> load();

  /** Keeps a state in place of the one before. */
  void save(PaperState state);

  /** Keeps the state for as long as this object lives: for tests. */
  static StateStore inMemory() {
    AtomicReference<PaperState> kept = new AtomicReference<>();
    return new StateStore() {
      @Override
      public Optional<PaperState> load() {
        return Optional.ofNullable(kept.get());
      }

      @Override
      public void save(PaperState state) {
        kept.set(state);
      }
    };
  }
}
