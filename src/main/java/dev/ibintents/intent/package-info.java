/** What the function can be asked to do: the lifecycle, the table of names, and each intent. */
package dev.ibintents.intent;
