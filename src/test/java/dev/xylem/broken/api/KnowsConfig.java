package dev.xylem.broken.api;

import dev.xylem.broken.config.KnowsApi;

/** Breaks two rules: api knows nothing of the rest, and holds no plain class. */
public final class KnowsConfig {
    public KnowsApi config() {
        return new KnowsApi();
    }
}
