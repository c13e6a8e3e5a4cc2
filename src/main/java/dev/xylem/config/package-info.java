/** Every setting, typed, in one tree, read from YAML, environment and command line. */
@NullMarked
package dev.xylem.config;

import org.jspecify.annotations.NullMarked;
