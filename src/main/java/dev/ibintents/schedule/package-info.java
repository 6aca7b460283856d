/** Times at which a scheduler calls the function. */
package dev.ibintents.schedule;
