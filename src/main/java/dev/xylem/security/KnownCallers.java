package dev.xylem.security;

import dev.xylem.api.AccessManager;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.api.Grant;
import java.util.Optional;

/** No access manager is configured, but somebody who knows the callers: these may do everything, strangers nothing. */
public final class KnownCallers implements AccessManager {
    private static final Decision ALLOW = new Decision.Allow(Grant.unlimited("known"));
    private static final Decision.Deny DENY = new Decision.Deny("strangers may do nothing", "strangers");

    @Override
    public Decision decide(ApiRequest request) {
        return request.caller().user() == null ? DENY : ALLOW;
    }

    @Override
    public Optional<Decision.Deny> denial(ApiRequest head) {
        return head.caller().user() == null ? Optional.of(DENY) : Optional.empty();
    }
}
