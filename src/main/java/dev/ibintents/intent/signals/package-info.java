/** The intent by which other programs set the targets of their strategies. */
package dev.ibintents.intent.signals;
