package dev.xylem.request;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.Body;
import dev.xylem.api.Caller;
import dev.xylem.api.Format;
import dev.xylem.api.Method;
import dev.xylem.api.Preconditions;
import dev.xylem.api.Query;
import dev.xylem.api.Resource;
import java.util.List;

/**
 * What a request says before its body.
 *
 * @param action as far as the method tells it
 * @param parameters of the URL; the body of a QUERY brings more
 */
record RequestHead(
        RequestTarget target,
        MountTable.Mounted mounted,
        IdType idType,
        Resource resource,
        Method method,
        Action action,
        Parameters parameters) {

    /** For those who decide whether the rest is worth reading. */
    ApiRequest unread(Incoming incoming, Caller caller) {
        return new ApiRequest(
                method,
                resource,
                action,
                Query.ALL,
                Format.USUAL,
                Preconditions.NONE,
                new Body.Unread(),
                caller,
                mounted.mount(),
                target.path(),
                target.query(),
                false,
                incoming.exchange(mounted.path(), parameters.toMap()),
                List.of());
    }
}
