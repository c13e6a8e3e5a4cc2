/** JSON Schema: what a schema store takes, and what a schema says of a document. */
@NullMarked
package dev.xylem.plan.schema;

import org.jspecify.annotations.NullMarked;
