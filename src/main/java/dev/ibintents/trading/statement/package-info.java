/** The broker's own statement: read from the XML of a Flex Query, and brought into the books. */
package dev.ibintents.trading.statement;
