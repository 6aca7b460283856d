/** The function that Google Cloud calls, and the run at home. */
package dev.ibintents;
