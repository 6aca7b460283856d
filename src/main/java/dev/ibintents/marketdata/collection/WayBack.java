package dev.ibintents.marketdata.collection;

import dev.ibintents.marketdata.BarTime;
import java.util.List;

/**
 * The way back from the first bar that is held to the goal.
 *
 * @param context the collection
 * @param whyEmpty why nothing is held; used only while that is so
 */
record WayBack(CollectionContext context, String whyEmpty) {
  /**
   * The phase after a time before which nothing was found yet.
   *
   * @param reached the beginning of the range without bars
   */
  CollectionPhase from(BarTime reached) {
    HeldSeries held = context.held();
    if (reached.isAfter(held.goal())) {
      return new BeforeFirst(this, reached);
    }
    return held.isEmpty() ? new CollectionPhase.Failed(whyEmpty) : new HoleSearch(context);
  }

  /**
   * The phase after a time before which the history may not begin at all.
   *
   * @param reached the beginning of the range without bars
   */
  CollectionPhase unlessBegun(BarTime reached) {
    HeldSeries held = context.held();
    if (context.begins().isEmpty()) {
      return new HistoryBegin(this, reached);
    }
    if (context.begins().get().isBefore(reached.orLater(held.goal()))) {
      return from(reached);
    }
    return held.save(List.of(), true) ? new HoleSearch(context) : context.restart();
  }
}
