package dev.xylem.security;

import dev.xylem.api.AccessManager;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.api.Grant;

/** Nothing is configured: anyone who reaches the server may do anything, which is why it then listens on loopback only. */
public final class OpenAccess implements AccessManager {
    private static final Decision ALLOW = new Decision.Allow(Grant.unlimited("open"));

    @Override
    public Decision decide(ApiRequest request) {
        return ALLOW;
    }
}
