/** The paper account: cash, holdings, executions and orders, and the documents that keep them. */
package dev.ibintents.simulator.account;
