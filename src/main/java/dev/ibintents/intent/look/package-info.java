/**
 * The intents that look into the store without the gateway, and the kill switch: runs, holdings,
 * status and trading.
 */
package dev.ibintents.intent.look;
