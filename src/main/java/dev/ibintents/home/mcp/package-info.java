/** The intents as tools for programs that speak MCP, the Model Context Protocol. */
package dev.ibintents.home.mcp;
