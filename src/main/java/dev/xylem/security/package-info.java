/** Who is calling, and what may they do. */
@NullMarked
package dev.xylem.security;

import org.jspecify.annotations.NullMarked;
