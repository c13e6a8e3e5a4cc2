/** Intent, grant and catalog in; one fully resolved database command out. Pure. */
@NullMarked
package dev.xylem.plan;

import org.jspecify.annotations.NullMarked;
