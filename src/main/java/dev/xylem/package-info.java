/**
 * The entry, and the map. A request walks through one package per stage, in this order; {@code http.Pipeline} is the table of contents.
 *
 * <pre>
 * ground   api        the values that the stages exchange; knows nothing of the rest
 *          config     every setting, from YAML, environment and command line
 * stages   request    HTTP in, intent out: path, query and body are parsed once     -&gt; ApiRequest
 *          security   who is calling, and what may they do                          -&gt; Caller, Grant
 *          plan       intent, grant and catalog in, one database command out; pure  -&gt; Plan
 *          storage    runs plans; the only package that knows the driver            -&gt; Result
 *          response   result in; status, headers and body out; pure                 -&gt; ApiResponse
 * edge     http       sockets and the pipeline
 * here     Main reads the settings and boots Quarkus, Server says when it is ready, Exit how it ended
 * </pre>
 *
 * Which package may import which is written in {@code ArchitectureTest}; why, where it differs from what one expects, in etc/adr.
 */
@NullMarked
package dev.xylem;

import org.jspecify.annotations.NullMarked;
