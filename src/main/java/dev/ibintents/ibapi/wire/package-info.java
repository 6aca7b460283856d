/** Frames and fields: how the TWS API's bytes are cut into messages, and messages into values. */
package dev.ibintents.ibapi.wire;
