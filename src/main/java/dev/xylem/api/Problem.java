package dev.xylem.api;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * One occurrence of a {@link ProblemType}, as RFC 9457 describes it.
 *
 * @param status the HTTP status; the type's, but for the few types that say the same at two
 * @param detail what is wrong here and what to do about it; for the caller's eyes, so never driver text, a class name or a stored value
 * @param members further members of the problem object: strings, numbers, booleans, and lists of maps from strings to strings
 * @param headers further headers of the answer, {@code Retry-After} and {@code Allow} for example
 * @param etag the current {@code _etag} of the resource, for the {@code ETag} header; null when there is none to tell
 */
public record Problem(
        ProblemType type,
        int status,
        String detail,
        Map<String, Object> members,
        Map<String, String> headers,
        @Nullable BsonValue etag) {

    public Problem {
        members = copy(members);
        headers = copy(headers);
    }

    /** One with its type's own status. */
    public Problem(
            ProblemType type,
            String detail,
            Map<String, Object> members,
            Map<String, String> headers,
            @Nullable BsonValue etag) {
        this(type, type.status(), detail, members, headers, etag);
    }

    public static Problem of(ProblemType type, String detail) {
        return new Problem(type, type.status(), detail, Map.of(), Map.of(), null);
    }

    /** The same under another status. */
    public Problem status(int other) {
        return new Problem(type, other, detail, members, headers, etag);
    }

    /** This problem with one member more, or with that member replaced. */
    public Problem with(String member, Object value) {
        return new Problem(type, status, detail, plus(members, member, value), headers, etag);
    }

    /** This problem with one header more, or with that header replaced. */
    public Problem header(String name, String value) {
        return new Problem(type, status, detail, members, plus(headers, name, value), etag);
    }

    /** This problem, telling the resource's current {@code _etag}. */
    public Problem etag(@Nullable BsonValue current) {
        return new Problem(type, status, detail, members, headers, current);
    }

    public ProblemException exception() {
        return new ProblemException(this);
    }

    private static <V> Map<String, V> plus(Map<String, V> map, String key, V value) {
        var copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return copy;
    }

    /** An unmodifiable copy that keeps the order. */
    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
}
