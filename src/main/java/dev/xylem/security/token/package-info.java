/** Tokens of ours, which stand for a password: issued, recognised, revoked. */
@NullMarked
package dev.xylem.security.token;

import org.jspecify.annotations.NullMarked;
