package dev.xylem.http;

import dev.xylem.api.Action;
import dev.xylem.api.ApiRequest;
import dev.xylem.api.ApiResponse;
import dev.xylem.response.FeedBody;
import java.util.function.Function;

/**
 * A feed together with what it needs to know later.
 *
 * @param user who counts for it: a user, or a stranger's address
 * @param renewal what it may show later
 */
record Lasting(FeedBody body, String user, Renewal renewal) implements ApiResponse.Live {

    /** The answer, a feed in it being one that can be renewed. */
    static ApiResponse onto(ApiResponse response, ApiRequest request, Function<ApiRequest, Renewal> renewal) {
        if (!(response.body() instanceof FeedBody body) || !(request.action() instanceof Action.Watch watch)) {
            return response;
        }
        String user = request.caller().user();
        String counted = user == null ? "from " + request.exchange().remoteIp() : "user " + user;
        var lasting = new Lasting(body, counted, renewal.apply(request.with(watch.anew())));
        return new ApiResponse(response.status(), response.headers(), lasting);
    }
}
