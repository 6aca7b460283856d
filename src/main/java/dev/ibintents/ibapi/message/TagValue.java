package dev.ibintents.ibapi.message;

/**
 * A named parameter, such as an algorithm's {@code adaptivePriority}.
 *
 * @param tag the parameter's name
 * @param value the parameter's value
 */
public record TagValue(String tag, String value) {}
