package dev.xylem.cli.migration;

import java.util.Set;

/** Keys of RESTHeart's that may be left out without a thought. Any other that nobody takes over is to be looked at. */
final class Harmless {
    private static final Set<String> THREE = Set.of(
            "ajp-listener",
            "ajp-host",
            "ajp-port",
            "instance-name",
            "ansi-console",
            "allow-unescaped-characters-in-url",
            "aggregation-check-operators",
            "enable-log-file",
            "log-file-path",
            "enable-log-console",
            "requests-log-trace-headers",
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
            "direct-buffers");

    private static final Set<String> NINE = Set.of(
            "core",
            "plugins-directory",
            "plugins-packages",
            "createIndexesOnGqlApps",
            "authCookieRemover",
            "xPoweredBy",
            "dateHeader",
            "workers-scheduler-parallelism",
            "workers-scheduler-max-pool-size",
            "buffers-pooling");

    private Harmless() {}

    static boolean is(String key) {
        return THREE.contains(key) || NINE.contains(key);
    }
}
