/** The intent that cancels open orders and closes positions. */
package dev.ibintents.intent.close;
