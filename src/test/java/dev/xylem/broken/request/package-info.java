@NullMarked
package dev.xylem.broken.request;

import org.jspecify.annotations.NullMarked;
