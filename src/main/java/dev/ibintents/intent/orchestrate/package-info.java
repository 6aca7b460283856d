/** The intent that runs the steps of one trading day. */
package dev.ibintents.intent.orchestrate;
