/** HTTP: requests, answers, statuses and the catalogue of intents, and no trading. */
package dev.ibintents.http;
