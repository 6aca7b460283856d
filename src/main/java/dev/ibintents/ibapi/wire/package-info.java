/**
 * The wire format of the TWS API: bytes are split into frames, one for each message, and frames
 * into fields.
 */
package dev.ibintents.ibapi.wire;
