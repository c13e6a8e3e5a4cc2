@NullMarked
package dev.xylem;

import org.jspecify.annotations.NullMarked;
