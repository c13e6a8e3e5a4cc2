/** What is stored of a password, and whether a password is the one that was meant. */
@NullMarked
package dev.xylem.security.password;

import org.jspecify.annotations.NullMarked;
