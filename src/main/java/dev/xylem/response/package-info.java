/** A result in; status, headers and body out. Pure. */
@NullMarked
package dev.xylem.response;

import org.jspecify.annotations.NullMarked;
