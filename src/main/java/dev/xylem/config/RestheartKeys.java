package dev.xylem.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Keys of RESTHeart 3 that mean nothing here, accepted at the top level of a file so that an existing one starts. None of them
 * protects anything; those that do are in {@link ReservedKeys}.
 */
final class RestheartKeys {

    /** Each with our key for the same purpose, or empty. */
    static final Map<String, String> NAMES;

    static {
        Map<String, String> names = new LinkedHashMap<>();
        for (var name : Arrays.asList(
                "instance-name",
                "instance-base-url",
                "ansi-console",
                "allow-unescaped-characters-in-url",
                "ajp-listener",
                "ajp-host",
                "ajp-port",
                "static-resources-mounts",
                "application-logic-mounts",
                "initializer-class",
                "metadata-named-singletons",
                "aggregation-check-operators",
                "metrics-gathering-level",
                "cursor-batch-size",
                "eager-cursor-allocation-pool-size",
                "eager-cursor-allocation-linear-slice-width",
                "eager-cursor-allocation-linear-slice-delta",
                "eager-cursor-allocation-linear-slice-heights",
                "eager-cursor-allocation-random-max-cursors",
                "eager-cursor-allocation-random-slice-min-width",
                "force-gzip-encoding",
                "local-cache-enabled",
                "local-cache-ttl",
                "schema-cache-enabled",
                "schema-cache-ttl",
                "io-threads",
                "worker-threads",
                "buffer-size",
                "buffers-per-region",
                "direct-buffers",
                "enable-log-file",
                "log-file-path",
                "enable-log-console")) {
            names.put(name, "");
        }
        names.put("log-level", "log.level");
        names.put("requests-log-level", "log.access");
        names.put("requests-log-trace-headers", "");
        names.put("requests-limit", "limits.concurrent");
        names.put("query-time-limit", "limits.query-time");
        names.put("aggregation-time-limit", "limits.query-time");
        names.put("connection-options", "limits");
        NAMES = Collections.unmodifiableMap(names);
    }

    private RestheartKeys() {}

    /** {@code log-level (here: log.level)}. */
    static String described(String name) {
        var ours = NAMES.getOrDefault(name, "");
        return ours.isEmpty() ? name : name + " (here: " + ours + ")";
    }
}
