package dev.xylem.api;

import java.util.Locale;

/**
 * Everything that can go wrong, by the stage that finds it. The code is stable: clients may branch on it. Each one is explained in
 * docs/errors.md.
 */
public enum ProblemType {
    // receive: what the HTTP layer finds before anything is parsed
    URL_TOO_LONG(414, "The URL is too long"),
    BAD_HOST(400, "The host is missing, malformed or given twice"),
    HEADER_TOO_LARGE(431, "The request headers are too large"),
    BODY_TOO_LARGE(413, "The body is too large"),
    BULK_TOO_LARGE(413, "The bulk body is too large"),
    BODY_TIMEOUT(408, "The body did not arrive in time"),
    BODY_INCOMPLETE(400, "The body ended too early"),
    OVERLOADED(503, "Too many requests at once"),
    STOPPING(503, "The server is stopping"),
    TOO_MANY_FEEDS(503, "Too many feeds are open"),
    FEED_TOO_SLOW(408, "The feed was read too slowly"),
    ORIGIN_REFUSED(403, "Pages of this origin may not connect"),

    // identify and authorize
    UNAUTHENTICATED(401, "Credentials are missing or wrong"),
    FORBIDDEN(403, "Not allowed"),
    FIELD_NOT_ALLOWED(403, "A field may not be named"),
    OUTSIDE_WRITE_FILTER(403, "The document lies outside of what may be written"),
    TOO_MANY_ATTEMPTS(429, "Too many wrong credentials"),
    TOO_MANY_LOGINS(503, "Too many logins at once"),
    IDENTITY_UNAVAILABLE(503, "Who calls cannot be found out now"),
    AUDIT_UNAVAILABLE(503, "The audit log can't be written"),
    INVALID_PASSWORD(400, "The password cannot be used"),
    TOKEN_NOT_FOUND(404, "There is no token"),
    BAD_TICKET(401, "The ticket is not valid"),

    // parse: the path
    AMBIGUOUS_PATH(400, "The path can be read in more than one way"),
    NO_SUCH_ROUTE(404, "There is no such route"),
    NOT_MOUNTED(404, "The path lies under no mount"),
    INVALID_NAME(400, "The database or collection name is invalid"),
    RESERVED_NAME(403, "The name is reserved"),
    INVALID_ID(400, "The document id has the wrong form for its type"),
    METHOD_NOT_ALLOWED(405, "The resource does not serve this method"),

    // parse: the parameters and headers
    INVALID_PARAMETER(400, "A query parameter is malformed"),
    DUPLICATE_PARAMETER(400, "A query parameter is given twice"),
    UNKNOWN_PARAMETER(400, "A query parameter is unknown"),
    FILTER_MISSING(400, "A bulk write needs a filter"),
    CONFIRMATION_NEEDED(400, "A confirmation is needed"),
    FILTER_MATCHES_ALL(400, "The filter matches every document"),
    FILTER_TOO_DEEP(400, "The filter is nested too deeply"),
    OPERATOR_NOT_ALLOWED(400, "An operator is not allowed"),
    BAD_CURSOR(400, "The cursor does not belong to this query"),
    SORT_NOT_CURSORABLE(400, "The order cannot be followed by a cursor"),
    SKIP_TOO_LARGE(400, "The page lies too far from the start"),
    TOO_MANY_EMBEDDED(400, "Too many documents would be embedded"),
    NOT_WATCHABLE(400, "This cannot be watched"),
    NOT_IN_A_FEED(400, "A feed has no pages and no order"),
    NOT_ACCEPTABLE(406, "No acceptable representation"),

    // parse: the body
    BODY_MISSING(400, "A body is needed"),
    UNSUPPORTED_MEDIA_TYPE(415, "The content type is not understood here"),
    MALFORMED_JSON(400, "The JSON is malformed"),
    DUPLICATE_KEY_IN_JSON(400, "A key occurs twice in one object"),
    MALFORMED_CSV(400, "The CSV is malformed"),
    TOO_DEEP(400, "The JSON is nested too deeply"),
    WRONG_BODY_SHAPE(400, "The body has the wrong shape"),
    ID_MISMATCH(400, "The body's _id differs from the URL's"),

    // plan
    DATABASE_NOT_FOUND(404, "The database does not exist"),
    COLLECTION_NOT_FOUND(404, "The collection does not exist"),
    INVALID_PROPERTIES(400, "The properties are malformed"),
    SCHEMA_INVALID(400, "The schema is invalid"),
    SCHEMA_MISSING(400, "The schema does not exist"),
    SCHEMA_VIOLATION(400, "The document contradicts its schema"),
    UNKNOWN_OPERATOR(400, "The update operator is unknown"),
    INVALID_OPERATOR(400, "The update operator cannot be applied like this"),
    CONFLICTING_PATHS(400, "Two changes meet on one path"),
    PATCH_NOT_APPLICABLE(409, "The patch does not apply to the document"),
    AGGREGATION_NOT_FOUND(404, "The stored aggregation does not exist"),
    STREAM_NOT_FOUND(404, "The stored stream does not exist"),
    MISSING_VARIABLE(400, "The aggregation needs a variable"),
    STAGE_NOT_ALLOWED(403, "A stage or operator is not allowed"),
    STORE_UNSUPPORTED(501, "The connected store cannot do this"),

    // execute
    DOCUMENT_NOT_FOUND(404, "The document does not exist"),
    INDEX_NOT_FOUND(404, "The index does not exist"),
    INDEX_CONFLICT(409, "Another index is in the way"),
    AGGREGATION_FAILED(422, "The stored aggregation cannot run"),
    DOCUMENT_EXISTS(409, "The document exists already"),
    ETAG_MISSING(409, "The ETag is needed"),
    ETAG_MISMATCH(412, "The ETag differs"),
    DUPLICATE_KEY(409, "A unique value is taken"),
    WRITE_CONFLICT(409, "Others changed the document at the same time"),
    TOO_MANY_MATCHES(409, "More documents match than max allows"),
    INVALID_REQUEST(400, "The database refuses the request"),
    PAGE_TOO_LARGE(413, "The page is too large"),
    SNAPSHOT_TOO_LARGE(413, "Too much is there to begin with"),
    QUERY_TIMEOUT(408, "The query took too long"),
    STORE_FORBIDDEN(403, "The database refuses its own user"),
    STORE_UNAVAILABLE(503, "The database does not answer"),
    STORE_FULL(507, "The store is full"),

    // our own bugs
    INTERNAL_ERROR(500, "Something went wrong in the server");

    private final int status;
    private final String title;
    private final String code;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
        this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status, 400 to 599. */
    public int status() {
        return status;
    }

    /** A short sentence in English that says what is wrong, the same for every occurrence. */
    public String title() {
        return title;
    }

    /** The stable code, in lower case with hyphens. */
    public String code() {
        return code;
    }

    /** The {@code type} member of RFC 9457, section 3.1.1. */
    public String uri() {
        return "urn:xylem:problem:" + code;
    }
}
