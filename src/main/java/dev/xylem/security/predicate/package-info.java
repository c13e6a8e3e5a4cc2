/** The policy language: a text is read once, at load, into something that answers in well under a microsecond. */
@NullMarked
package dev.xylem.security.predicate;

import org.jspecify.annotations.NullMarked;
