package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;

/** The two halves of a request target in origin form (RFC 9112, section 3.2.1). */
record RequestTarget(String path, String query) {
    static RequestTarget of(String target, long limit) {
        if (target.length() > limit) {
            throw Problem.of(
                            ProblemType.URL_TOO_LONG,
                            "The URL has " + target.length() + " characters; at most " + limit
                                    + " are allowed (limits.url).")
                    .exception();
        }
        int mark = target.indexOf('?');
        return mark < 0
                ? new RequestTarget(target, "")
                : new RequestTarget(target.substring(0, mark), target.substring(mark + 1));
    }
}
