/** The life of an order: checks, conditions, fills and endings. */
package dev.ibintents.simulator.order;
