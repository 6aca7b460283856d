package dev.ibintents.exactlyonce;

/** An event while a process is frozen. */
enum Meanwhile {
  /** Nobody is to trade any more. */
  KILL_SWITCH,
  /** Another takes the account over, which has come free, and may settle everything. */
  TAKEN_OVER,
  /** The same, and the process takes its lease for valid, as its clock is wrong. */
  TAKEN_OVER_UNNOTICED,
  LEASE_IS_OVER,
  DEADLINE_PASSES
}
