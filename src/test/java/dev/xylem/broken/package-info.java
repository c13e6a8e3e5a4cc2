/** Houses in which each rule of {@link dev.xylem.ArchitectureTest} is broken once: the proof that it can fail. */
@NullMarked
package dev.xylem.broken;

import org.jspecify.annotations.NullMarked;
