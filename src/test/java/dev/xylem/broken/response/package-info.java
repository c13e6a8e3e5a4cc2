@NullMarked
package dev.xylem.broken.response;

import org.jspecify.annotations.NullMarked;
