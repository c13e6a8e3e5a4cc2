/** Xylem over HTTP beside its peer and beside the limit, a bare loop on the driver: {@code ./dev bench}. */
@NullMarked
package dev.xylem.bench.http;

import org.jspecify.annotations.NullMarked;
