/** Bearer tokens that others have issued and signed. */
@NullMarked
package dev.xylem.security.jwt;

import org.jspecify.annotations.NullMarked;
