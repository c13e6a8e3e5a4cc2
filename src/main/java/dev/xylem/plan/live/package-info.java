/** What a feed is, whatever door it goes out by: what it shows, what it remembers, and what a change means to it. */
@NullMarked
package dev.xylem.plan.live;

import org.jspecify.annotations.NullMarked;
