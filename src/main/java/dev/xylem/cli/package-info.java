/** Commands of the operator that are done and then end: a backup, and bringing it back. */
@NullMarked
package dev.xylem.cli;

import org.jspecify.annotations.NullMarked;
