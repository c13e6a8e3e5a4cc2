package dev.xylem.security.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.xylem.api.StoredToken;
import dev.xylem.api.TokenStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tokens that end with the process. */
public final class MemoryTokens implements TokenStore {
    private static final int MOST_USERS = 100_000;

    private final Cache<String, List<StoredToken>> tokens = Caffeine.newBuilder()
            .maximumSize(MOST_USERS)
            .expireAfterWrite(Duration.ofHours(12))
            .build();

    @Override
    public void put(StoredToken token, int most) {
        Instant now = Instant.now();
        tokens.asMap()
                .compute(
                        token.user(),
                        (_, known) -> Stream.concat(
                                        Stream.of(token),
                                        known == null
                                                ? Stream.of()
                                                : known.stream()
                                                        .filter(old ->
                                                                old.until().isAfter(now)))
                                .limit(most)
                                .toList());
    }

    @Override
    public Optional<StoredToken> find(String user, String hash) {
        List<StoredToken> known = tokens.getIfPresent(user);
        return known == null
                ? Optional.empty()
                : known.stream().filter(token -> token.hash().equals(hash)).findFirst();
    }

    @Override
    public void prolong(String user, String hash, Instant until) {
        tokens.asMap()
                .computeIfPresent(
                        user,
                        (_, known) -> known.stream()
                                .map(token -> token.hash().equals(hash) ? token.until(until) : token)
                                .toList());
    }

    @Override
    public void removeAll(String user) {
        tokens.invalidate(user);
    }

    @Override
    public boolean isShared() {
        return false;
    }
}
