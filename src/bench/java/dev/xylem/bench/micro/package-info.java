/** The hot parts by themselves, measured with JMH: {@code ./dev bench micro}. */
@NullMarked
package dev.xylem.bench.micro;

import org.jspecify.annotations.NullMarked;
