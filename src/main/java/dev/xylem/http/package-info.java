/** Sockets and the pipeline. */
@NullMarked
package dev.xylem.http;

import org.jspecify.annotations.NullMarked;
