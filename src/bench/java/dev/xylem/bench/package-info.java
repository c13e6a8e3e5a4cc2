/** Benchmarks: run by {@code ./dev bench}, never by tests; figures are printed, not asserted. */
@NullMarked
package dev.xylem.bench;

import org.jspecify.annotations.NullMarked;
