package dev.xylem.security;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A request as it arrives, before anything of it is parsed.
 *
 * @param authorization all headers of that name
 * @param remoteIp of the client, as far as the proxies in between are trusted
 * @param challenged false when the client asked for a 401 without {@code WWW-Authenticate}, so that no browser opens its dialogue
 * @param requestId for the audit log
 */
public record Arrival(List<String> authorization, String remoteIp, boolean challenged, String requestId) {
    private static final Pattern PARAMETER = Pattern.compile("[?&]noauthchallenge(?:[=&].*)?$");

    public Arrival {
        authorization = List.copyOf(authorization);
    }

    /** @param target the request target as sent */
    public static boolean isChallenged(List<String> noAuthChallenge, String target) {
        return noAuthChallenge.isEmpty() && !PARAMETER.matcher(target).find();
    }
}
