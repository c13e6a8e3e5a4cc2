package dev.xylem.broken.config;

import dev.xylem.broken.api.KnowsConfig;

/** Allowed by the table, but with {@link KnowsConfig} it makes a cycle. */
public final class KnowsApi {
    public KnowsConfig api() {
        return new KnowsConfig();
    }
}
