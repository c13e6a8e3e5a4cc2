/**
 * The store that needs no installation: MongoDB's commands by mongo-java-server; queries, updates, most of aggregations and
 * the ordered maps below are our own. Keys are {@link dev.xylem.storage.embedded.OrderedBytes}, values are BSON; a file holds
 * nothing that could run.
 */
@NullMarked
package dev.xylem.storage.embedded;

import org.jspecify.annotations.NullMarked;
