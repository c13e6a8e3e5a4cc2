package dev.xylem.api;

/** The HTTP methods that some resource serves (RFC 9110, section 9; PATCH is RFC 5789). HEAD is served as GET without a body. */
public enum Method {
    GET,
    PUT,
    PATCH,
    POST,
    DELETE,
    /** A read whose parameters are its body (draft-ietf-httpbis-safe-method-w-body). */
    QUERY;

    /** True when it changes nothing. */
    public boolean isSafe() {
        return this == GET || this == QUERY;
    }
}
