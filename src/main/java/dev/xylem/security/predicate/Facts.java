package dev.xylem.security.predicate;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Method;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A request as predicates see it, and what they have captured of it so far. For one thread, for one decision. */
public final class Facts {
    private final ApiRequest request;
    private final String path;
    private @Nullable String canonical;
    private @Nullable Map<String, String> captures;

    public Facts(ApiRequest request) {
        this.request = request;
        this.path = request.exchange().path();
    }

    public ApiRequest request() {
        return request;
    }

    /** Relative to the mount. */
    String path() {
        return path;
    }

    /** The whole path, decoded: the same for every spelling. */
    String fullPath() {
        String where = request.mount().where();
        return path.equals("/") && !where.isEmpty() ? where : where + path;
    }

    /** The resource's own path, the same whatever mount it came through. */
    String canonical() {
        String known = canonical;
        if (known == null) {
            known = CanonicalPath.of(request.resource());
            canonical = known;
        }
        return known;
    }

    /** GET for HEAD, which is decided as GET is. */
    String method() {
        return request.action() instanceof Action.Describe
                ? "OPTIONS"
                : request.method().name();
    }

    /**
     * The value of a parameter that is sent once; null where it is not sent.
     *
     * @throws Doubt when it is sent several times, or when the body of a QUERY may still bring it
     */
    @Nullable
    String parameter(String name) {
        List<String> values = request.exchange().parameters().get(name);
        if (values == null && isIncomplete()) {
            throw new Doubt();
        }
        if (values == null || values.isEmpty()) {
            return null;
        }
        if (values.size() > 1) {
            throw new Doubt();
        }
        return values.getFirst();
    }

    /** @throws Doubt when the body of a QUERY may still bring more */
    Set<String> parameters() {
        if (isIncomplete()) {
            throw new Doubt();
        }
        return request.exchange().parameters().keySet();
    }

    private boolean isIncomplete() {
        return request.method() == Method.QUERY && request.body() instanceof Body.Unread;
    }

    void capture(String name, String value) {
        if (captures == null) {
            captures = new HashMap<>();
        }
        captures.put(name, value);
    }

    @Nullable
    String captured(String name) {
        return captures == null ? null : captures.get(name);
    }

    /** Before the next rule, which captures its own. */
    public void forget() {
        captures = null;
    }
}
