/** HTTP in, intent out: path, query and body are parsed once, here, into an {@link dev.xylem.api.ApiRequest}. */
@NullMarked
package dev.xylem.request;

import org.jspecify.annotations.NullMarked;
