package dev.xylem.security.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.plan.Result;
import dev.xylem.security.Visitor;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Tickets stand for credentials where a client can't send headers, as browsers' WebSocket and EventSource can't: each is good for one GET of
 * one path and query, within half a minute, and for the caller whom it was issued to.
 */
public final class Tickets {
    private static final Duration LIFE = Duration.ofSeconds(30);
    private static final int MOST = 100_000;

    private final Cache<String, Issued> issued =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LIFE).build();

    private record Issued(Visitor visitor, String target) {}

    /** @param target path and query, encoded or not */
    public Result.Ticket issue(Visitor visitor, String target) {
        String text = TokenText.random();
        issued.put(TokenText.hash(text), new Issued(visitor, decoded(target)));
        return new Result.Ticket(text, Instant.now().plus(LIFE).truncatedTo(ChronoUnit.MILLIS));
    }

    /**
     * Who it was issued to. It is used up now, right or wrong.
     *
     * @throws ProblemException 401 when it is not good for that
     */
    public Visitor redeem(String text, String target) {
        Issued known = issued.asMap().remove(TokenText.hash(text));
        if (known == null || !known.target.equals(decoded(target))) {
            throw Problem.of(
                            ProblemType.BAD_TICKET,
                            "The ticket was used, has ended, or is for another path and query. Get a new one by POST /_tickets.")
                    .exception();
        }
        return known.visitor;
    }

    /** Parts stay apart: what separates them is not what is escaped. */
    private static String decoded(String target) {
        var all = new StringBuilder();
        for (String part : target.split("(?=[?&=/])|(?<=[?&=/])", -1)) {
            String text = decodedPart(part);
            all.append(text.length()).append(':').append(text);
        }
        return all.toString();
    }

    private static String decodedPart(String part) {
        try {
            return URLDecoder.decode(part, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return part;
        }
    }
}
