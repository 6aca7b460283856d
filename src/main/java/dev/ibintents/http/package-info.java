/**
 * Requests, answers, statuses and the catalogue of intents. This package knows HTTP, and no
 * trading.
 */
package dev.ibintents.http;
