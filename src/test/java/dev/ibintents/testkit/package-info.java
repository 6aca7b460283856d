/**
 * The test kit for strategies in projects of their own. It needs only the product and JUnit 5. The
 * build packs this package alone as the artifact {@code ib-intents} with the classifier {@code
 * testkit}.
 */
package dev.ibintents.testkit;
