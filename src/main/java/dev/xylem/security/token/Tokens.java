package dev.xylem.security.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.xylem.api.AuthToken;
import dev.xylem.api.Caller;
import dev.xylem.api.StoredToken;
import dev.xylem.api.TokenStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Issues tokens, recognises them and ends them. One lives as long as it is used within its time to live, but never longer than 12 hours. A
 * process sends each user the one token that it has issued, as long as that lives.
 */
public final class Tokens {
    private static final Duration LONGEST_LIFE = Duration.ofHours(12);
    private static final int MOST_PER_USER = 20;
    private static final int MOST_USERS = 10_000;

    /** How long a shared store is believed: others may have ended a token meanwhile. */
    private static final Duration BELIEVED = Duration.ofSeconds(2);

    /** Uses are told to the store that much of the time to live apart. */
    private static final int PARTS = 20;

    private final TokenStore store;
    private final Duration ttl;
    private final Clock clock;
    private final Cache<String, Issued> issued;
    private final @Nullable Cache<String, StoredToken> seen;
    private final Cache<String, Instant> told;
    private final AtomicLong revocations = new AtomicLong();
    private final AtomicLong made = new AtomicLong();

    /** A token of this process' making, which is known in full only here. */
    private record Issued(String text, StoredToken token) {}

    public Tokens(TokenStore store, Duration ttl, Clock clock) {
        this.store = store;
        this.ttl = ttl;
        this.clock = clock;
        this.issued = cache(LONGEST_LIFE);
        this.told = cache(ttl.plusSeconds(1));
        this.seen = store.isShared() ? cache(BELIEVED) : null;
    }

    private static <V> Cache<String, V> cache(Duration remembered) {
        return Caffeine.newBuilder()
                .maximumSize(MOST_USERS)
                .expireAfterWrite(remembered)
                .build();
    }

    /** True when it is spelt like a token: then it is no password. */
    public static boolean isToken(String text) {
        return TokenText.is(text);
    }

    /**
     * The caller's token, after a password was right.
     *
     * @param print changes when the user's password or roles do; empty where nobody can tell
     */
    public Caller issue(Caller caller, String print) {
        String user = Objects.requireNonNull(caller.user(), "strangers get no tokens");
        Issued known = issued.getIfPresent(user);
        if (known != null && isOf(known.token, caller, print)) {
            Optional<StoredToken> alive = alive(user, known.token.hash());
            if (alive.isPresent()) {
                return caller.with(new AuthToken(known.text, prolonged(alive.get())));
            }
        }
        return caller.with(fresh(user, caller, print));
    }

    private static boolean isOf(StoredToken token, Caller caller, String print) {
        return token.print().equals(print)
                && token.roles().equals(caller.roles())
                && (!print.isEmpty() || token.properties().equals(caller.properties()));
    }

    private AuthToken fresh(String user, Caller caller, String print) {
        String text = TokenText.random();
        Instant now = now();
        var token = new StoredToken(
                TokenText.hash(text), user, caller.roles(), caller.properties(), print, now, now.plus(ttl));
        store.put(token, MOST_PER_USER);
        issued.put(user, new Issued(text, token));
        made.incrementAndGet();
        return new AuthToken(text, token.until());
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The user's token of that text, used now; empty when it was ended, has ended, or is another user's. */
    public Optional<StoredToken> use(String user, String text) {
        Optional<StoredToken> alive = alive(user, TokenText.hash(text));
        return alive.map(token -> token.until(prolonged(token)));
    }

    /** The token of that text as its owner sees it. */
    public AuthToken shown(String text, StoredToken token) {
        return new AuthToken(text, token.until());
    }

    private Optional<StoredToken> alive(String user, String hash) {
        StoredToken recent = seen == null ? null : seen.getIfPresent(hash);
        if (recent != null && recent.user().equals(user) && isAlive(recent)) {
            return Optional.of(recent);
        }
        long before = revocations.get();
        Optional<StoredToken> found = store.find(user, hash).filter(this::isAlive);
        if (seen != null && found.isPresent()) {
            seen.put(hash, found.get());
            if (revocations.get() != before) {
                // perhaps this very token, while it was read
                seen.invalidate(hash);
            }
        }
        return found;
    }

    private boolean isAlive(StoredToken token) {
        return token.until().isAfter(now())
                && token.created().plus(LONGEST_LIFE).isAfter(now());
    }

    /** Its end, now that it is used: the one that the store was told. */
    private Instant prolonged(StoredToken token) {
        Instant longest = token.created().plus(LONGEST_LIFE);
        Instant until = now().plus(ttl);
        Instant end = until.isBefore(longest) ? until : longest;
        Instant before = told.getIfPresent(token.hash());
        if (before != null && Duration.between(before, end).compareTo(ttl.dividedBy(PARTS)) <= 0) {
            return before;
        }
        store.prolong(token.user(), token.hash(), end);
        if (store.isShared()) {
            told.put(token.hash(), end);
        }
        if (seen != null) {
            seen.asMap().computeIfPresent(token.hash(), (_, known) -> known.until(end));
        }
        return end;
    }

    /** How many this process has made. */
    public long issued() {
        return made.get();
    }

    /** How often a user's were ended. */
    public long revocations() {
        return revocations.get();
    }

    /** From now on none of the user's tokens is taken; by other processes within seconds. */
    public void revoke(String user) {
        issued.invalidate(user);
        store.removeAll(user);
        revocations.incrementAndGet();
        if (seen != null) {
            seen.asMap().values().removeIf(token -> token.user().equals(user));
        }
    }
}
