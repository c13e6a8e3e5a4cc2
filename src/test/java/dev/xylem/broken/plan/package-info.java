@NullMarked
package dev.xylem.broken.plan;

import org.jspecify.annotations.NullMarked;
