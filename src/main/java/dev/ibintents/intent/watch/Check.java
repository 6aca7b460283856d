package dev.ibintents.intent.watch;

/** One of the things that watch looks at. */
interface Check {
  /** The name in answers. */
  String name();

  /** Looks at it. */
  Verdict look(Observed observed);
}
