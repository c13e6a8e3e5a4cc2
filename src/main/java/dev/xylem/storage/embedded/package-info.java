/**
 * The store that needs no installation: MongoDB's semantics by mongo-java-server, over ordered maps of our own. Keys are
 * {@link dev.xylem.storage.embedded.OrderedBytes}, values are BSON; a file holds nothing that could run.
 */
@NullMarked
package dev.xylem.storage.embedded;

import org.jspecify.annotations.NullMarked;
