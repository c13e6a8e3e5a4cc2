package dev.xylem.security.policy;

import dev.xylem.api.ApiRequest;
import dev.xylem.api.Decision;
import dev.xylem.api.Grant;
import dev.xylem.fixture.Requests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Policies from texts. */
final class PolicyFixture {
    static final RequestSketch SKETCH = (caller, method, target, body) ->
            Requests.of(method, target).as(caller).body(body).parse();

    private PolicyFixture() {}

    static PolicyManager policy(String yaml) {
        return policy(yaml, "file");
    }

    static PolicyManager policy(String yaml, String kind) {
        try {
            Path file = Files.createTempFile("security", ".yml");
            try {
                return PolicyManager.of(Files.writeString(file, yaml), kind, SKETCH);
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Grant allowed(PolicyManager policy, ApiRequest request) {
        return switch (policy.decide(request)) {
            case Decision.Allow(Grant grant) -> grant;
            case Decision.Deny(String reason, var _) -> throw new AssertionError("denied: " + reason);
        };
    }

    static String denied(PolicyManager policy, ApiRequest request) {
        return switch (policy.decide(request)) {
            case Decision.Allow(Grant grant) -> throw new AssertionError("allowed by " + grant.rule());
            case Decision.Deny(String reason, var _) -> reason;
        };
    }
}
