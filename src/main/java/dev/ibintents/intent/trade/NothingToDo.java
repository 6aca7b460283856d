package dev.ibintents.intent.trade;

/**
 * The answer where the configuration alone says that there is nothing to do.
 *
 * @param status why nothing was done
 */
public record NothingToDo(String status) {}
