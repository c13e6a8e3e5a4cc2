package dev.xylem.api;

/** The HTTP methods that some resource serves (RFC 9110, section 9; PATCH is RFC 5789). HEAD is served as GET without a body. */
public enum Method {
    GET,
    PUT,
    PATCH,
    POST,
    DELETE
}
