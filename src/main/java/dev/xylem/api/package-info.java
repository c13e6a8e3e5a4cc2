/** Immutable values that the stages exchange, and the interfaces that plug-ins implement; knows nothing of the rest. */
@NullMarked
package dev.xylem.api;

import org.jspecify.annotations.NullMarked;
