@NullMarked
package dev.xylem.broken.config;

import org.jspecify.annotations.NullMarked;
