/** Orders before they are placed: order properties, times in words, and planned orders. */
package dev.ibintents.trading.order;
