/** Policies: rules read from files and collections, each a predicate and what it grants. */
@NullMarked
package dev.xylem.security.policy;

import org.jspecify.annotations.NullMarked;
