/**
 * The channels on which messages go out, and the form that each of them wants. This package knows
 * the services' HTTP interfaces, and nothing of trading.
 */
package dev.ibintents.channel;
