package dev.xylem.http;

import dev.xylem.api.ApiResponse;
import dev.xylem.api.AuthToken;
import dev.xylem.api.Caller;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;

/** Tells a caller, with each answer, the token that stands for the password from now on. */
final class TokenHeaders {
    private TokenHeaders() {}

    static ApiResponse onto(ApiResponse response, Caller caller) {
        AuthToken token = caller.token();
        if (token == null) {
            return response;
        }
        var headers = new LinkedHashMap<>(response.headers());
        headers.put("Auth-Token", token.text());
        headers.put("Auth-Token-Valid-Until", token.until().toString());
        headers.put("Auth-Token-Location", "/_authtokens/" + encoded(String.valueOf(caller.user())));
        return new ApiResponse(response.status(), headers, response.body());
    }

    private static String encoded(String user) {
        return URLEncoder.encode(user, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%40", "@");
    }
}
