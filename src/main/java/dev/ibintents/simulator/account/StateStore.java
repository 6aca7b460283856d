package dev.ibintents.simulator.account;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;

/** A store for the state of the paper account between two runs. */
public interface StateStore {
  /** The state that was saved last; empty at the very first start. */
  Optional<PaperState> load();

  /** Saves a state in place of the former state. */
  void save(PaperState state);

  /** Whether it saves states at all. */
  default boolean keeps() {
    return true;
  }

  /** A store that opens an account in a state, and saves nothing. */
  static StateStore opening(PaperState state) {
    return new StateStore() {
      @Override
      public Optional<PaperState> load() {
        return Optional.of(state);
      }

      @Override
      public void save(PaperState later) {
        throw new IllegalStateException("this store saves nothing");
      }

      @Override
      public boolean keeps() {
        return false;
      }
    };
  }

  /** A store that forgets the state of another store, and saves the next states there. */
  static StateStore replacing(StateStore kept) {
    return new StateStore() {
      @Override
      public Optional<PaperState> load() {
        kept.load(); // so that its next save replaces this state
        return Optional.empty();
      }

      @Override
      public void save(PaperState state) {
        kept.save(state);
      }
    };
  }

  /** A store that lasts as long as this object, for tests. */
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
