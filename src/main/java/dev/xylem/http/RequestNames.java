package dev.xylem.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a request is called in the log: the id that its client gave it, else one of ours, and the trace that it belongs to (the W3C's
 * <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>). What is malformed counts as not sent: a log line holds nothing else of
 * these headers.
 *
 * @param trace the trace id, 32 hexadecimal digits; null for none
 */
record RequestNames(String id, @Nullable String trace) {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence TRACE_PARENT = HttpHeaders.createOptimized("traceparent");
    private static final int LONGEST_ID = 128;
    private static final String OTHERS_IN_IDS = "-_.:+/=@";

    private static final int VERSION_END = 2;
    private static final int TRACE_END = 35;
    private static final int PARENT_END = 52;
    private static final int LENGTH = 55;

    static RequestNames of(HttpServerRequest request, RequestIds ids) {
        String given = request.headers().get(REQUEST_ID);
        String parent = request.headers().get(TRACE_PARENT);
        return new RequestNames(
                given != null && isId(given) ? given : ids.next(), parent == null ? null : traceOf(parent));
    }

    static boolean isId(String text) {
        if (text.isEmpty() || text.length() > LONGEST_ID) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!plain && OTHERS_IN_IDS.indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }

    /** {@code version-trace-parent-flags}; later versions may say more behind it. Null when it is not one. */
    static @Nullable String traceOf(String parent) {
        boolean longEnough = parent.length() == LENGTH
                || (parent.length() > LENGTH && parent.charAt(LENGTH) == '-' && !parent.startsWith("00"));
        boolean wellFormed = longEnough
                && isHex(parent, 0, VERSION_END)
                && !parent.startsWith("ff")
                && parent.charAt(VERSION_END) == '-'
                && isHexNotZero(parent, VERSION_END + 1, TRACE_END)
                && parent.charAt(TRACE_END) == '-'
                && isHexNotZero(parent, TRACE_END + 1, PARENT_END)
                && parent.charAt(PARENT_END) == '-'
                && isHex(parent, PARENT_END + 1, LENGTH);
        return wellFormed ? parent.substring(VERSION_END + 1, TRACE_END) : null;
    }

    private static boolean isHexNotZero(String text, int from, int to) {
        boolean zero = true;
        for (int i = from; i < to; i++) {
            zero = zero && text.charAt(i) == '0';
        }
        return !zero && isHex(text, from, to);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }
}
