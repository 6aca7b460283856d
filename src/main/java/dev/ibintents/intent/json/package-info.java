/** The JSON of requests, answers and signatures. */
package dev.ibintents.intent.json;
