package dev.xylem.response;

import dev.xylem.plan.Result;
import java.util.Map;

/** The header {@code Xylem-Slow-Query}, on explanations of queries that read too much. */
final class SlowQueryHeader {
    private final long most;

    /** @param most documents that may be read without a word: {@code limits.scan-warning} */
    SlowQueryHeader(long most) {
        this.most = most;
    }

    void add(Map<String, String> headers, Result.Explained explained) {
        explained.scanned().ifPresent(scanned -> {
            if (scanned > most) {
                headers.put("Xylem-Slow-Query", text(scanned, explained));
            }
        });
    }

    private static String text(long scanned, Result.Explained explained) {
        String returned = explained.returned().isPresent()
                ? "; returned=" + explained.returned().getAsLong()
                : "";
        return "scanned=" + scanned + returned;
    }
}
