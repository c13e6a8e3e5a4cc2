/** Looks at a store as configured, and says in words what is wrong with it. */
@NullMarked
package dev.xylem.storage.diagnosis;

import org.jspecify.annotations.NullMarked;
