/** Runs plans; the only package that knows the driver. */
@NullMarked
package dev.xylem.storage;

import org.jspecify.annotations.NullMarked;
