package dev.ibintents.intent;

/**
 * The answer where the configuration alone says that there is nothing to do.
 *
 * @param status why nothing was done
 */
record NothingToDo(String status) {}
