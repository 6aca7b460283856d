package dev.ibintents.intent.trade;

/**
 * The answer if the configuration alone decides that there is nothing to do.
 *
 * @param status the reason why nothing was done
 */
public record NothingToDo(String status) {}
