@NullMarked
package dev.xylem.broken.api;

import org.jspecify.annotations.NullMarked;
