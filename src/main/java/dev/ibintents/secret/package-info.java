/** Secrets by name: from Google's Secret Manager, or at home from the environment. */
package dev.ibintents.secret;
