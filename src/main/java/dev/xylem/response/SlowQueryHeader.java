package dev.xylem.response;

import dev.xylem.api.Query;
import dev.xylem.plan.IndexAdvice;
import dev.xylem.plan.Result.Effort;
import java.util.Map;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The header {@code Xylem-Slow-Query}, on queries that read too much. */
final class SlowQueryHeader {
    private static final int LONGEST = 500;

    private final long most;

    /** @param most documents that may be read without a word: {@code limits.scan-warning} */
    SlowQueryHeader(long most) {
        this.most = most;
    }

    /**
     * Adds it.
     *
     * @param query the caller's own: the advice names no other field
     */
    void add(Map<String, String> headers, Query query, @Nullable Effort effort) {
        if (effort != null && effort.scanned() > most) {
            headers.put("Xylem-Slow-Query", text(query, effort));
        }
    }

    private static String text(Query query, Effort effort) {
        String returned = effort.returned().isPresent()
                ? "; returned=" + effort.returned().getAsLong()
                : "";
        return "scanned=" + effort.scanned() + returned + advice(query, effort);
    }

    private static String advice(Query query, Effort effort) {
        BsonDocument keys = IndexAdvice.of(query.filter(), query.sort());
        if (keys.isEmpty() || IndexAdvice.isThere(keys, effort.indexes())) {
            return "";
        }
        String text = "; index-would-help=" + ascii(keys.toJson());
        return text.length() > LONGEST ? "" : text;
    }

    /** Field names may have any character; headers may not. */
    private static String ascii(String json) {
        var ascii = new StringBuilder();
        json.replace(" ", "")
                .chars()
                .forEach(c -> ascii.append(c < ' ' || c > '~' ? "\\u%04x".formatted(c) : String.valueOf((char) c)));
        return ascii.toString();
    }
}
