package dev.xylem.api;

import java.util.List;

/**
 * The intent of one request: everything later stages know of it.
 *
 * @param target the path as sent, still encoded, without query; for {@code instance} and the self link
 * @param queryString as sent, empty when there is none
 * @param representation true when {@code Prefer: return=representation} asks for the new state (RFC 7240)
 * @param exchange what policies may look at beside all this
 * @param warnings for the header {@code Xylem-Warning}
 */
public record ApiRequest(
        Method method,
        Resource resource,
        Action action,
        Query query,
        Format format,
        Preconditions preconditions,
        Body body,
        Caller caller,
        Mount mount,
        String target,
        String queryString,
        boolean representation,
        Exchange exchange,
        List<String> warnings) {

    public ApiRequest {
        warnings = List.copyOf(warnings);
    }

    /** The same for another resource, behind another mount. */
    public ApiRequest at(Resource other, Mount behind) {
        return new ApiRequest(
                method,
                other,
                action,
                query,
                format,
                preconditions,
                body,
                caller,
                behind,
                target,
                queryString,
                representation,
                exchange,
                warnings);
    }

    /** The same of another caller. */
    public ApiRequest by(Caller other) {
        return new ApiRequest(
                method,
                resource,
                action,
                query,
                format,
                preconditions,
                body,
                other,
                mount,
                target,
                queryString,
                representation,
                exchange,
                warnings);
    }

    /** The same with another action. */
    public ApiRequest with(Action other) {
        return new ApiRequest(
                method,
                resource,
                other,
                query,
                format,
                preconditions,
                body,
                caller,
                mount,
                target,
                queryString,
                representation,
                exchange,
                warnings);
    }

    /** The same with another body. */
    public ApiRequest with(Body other) {
        return new ApiRequest(
                method,
                resource,
                action,
                query,
                format,
                preconditions,
                other,
                caller,
                mount,
                target,
                queryString,
                representation,
                exchange,
                warnings);
    }
}
