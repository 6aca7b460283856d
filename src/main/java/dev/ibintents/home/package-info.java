/** The run at home: the simulated gateway, the first documents, and the command line. */
package dev.ibintents.home;
