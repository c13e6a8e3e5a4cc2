/** RESTHeart's configuration in, ours out. */
@NullMarked
package dev.xylem.cli.migration;

import org.jspecify.annotations.NullMarked;
