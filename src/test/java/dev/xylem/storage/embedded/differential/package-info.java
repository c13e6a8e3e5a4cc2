/** The embedded store beside another engine: the same random operations, and whether they give the same. */
@NullMarked
package dev.xylem.storage.embedded.differential;

import org.jspecify.annotations.NullMarked;
