package dev.xylem.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Slows guessing down. The first five failures on an account are free, wherever they come from; after that each address that fails on it
 * waits 1, 2, 4 .. 900 s between its tries. An address that has failed 30 times in ten minutes, on whichever accounts, waits too. Nobody is
 * locked out by others: the right password from an address that has not failed is taken.
 */
final class Throttle {
    private static final int FREE_FAILURES = 5;
    private static final int LONGEST_WAIT_SECONDS = 900;
    private static final int ADDRESS_FAILURES = 30;
    private static final Duration ADDRESS_PERIOD = Duration.ofMinutes(10);
    private static final Duration REMEMBERED = Duration.ofMinutes(30);
    private static final int MOST = 20_000;

    private final Ticker clock;
    private final Cache<String, Integer> accounts;
    private final Cache<Pair, Failures> pairs;
    private final Cache<String, Bucket> addresses;

    /** One address' doings on one account. */
    private record Pair(String account, String address) {}

    /**
     * What came of it.
     *
     * @param waits how often it had to wait
     * @param blockedUntil on the clock
     */
    private record Failures(int waits, long blockedUntil) {}

    Throttle(Ticker clock) {
        this.clock = clock;
        this.accounts = cache();
        this.pairs = cache();
        this.addresses = cache();
    }

    private <K, V> Cache<K, V> cache() {
        return Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(REMEMBERED)
                .ticker(clock)
                .build();
    }

    /** @throws ProblemException 429 when it is not yet time for another try, right or wrong */
    void check(String account, String address) {
        Failures failures = pairs.getIfPresent(new Pair(account, networkOf(address)));
        long wait = failures == null ? 0 : failures.blockedUntil - clock.read();
        if (wait > 0) {
            throw tooMany(wait);
        }
        Bucket bucket = addresses.getIfPresent(networkOf(address));
        if (bucket != null && bucket.getAvailableTokens() <= 0) {
            throw tooMany(waitOf(bucket));
        }
    }

    private static long waitOf(Bucket bucket) {
        return bucket.estimateAbilityToConsume(1).getNanosToWaitForRefill();
    }

    void failed(String account, String address) {
        int failures = accounts.asMap().merge(account, 1, Integer::sum);
        pairs.asMap().compute(new Pair(account, networkOf(address)), (_, known) -> {
            int waits = known == null ? 0 : known.waits;
            return failures < FREE_FAILURES && waits == 0
                    ? new Failures(0, clock.read())
                    : new Failures(waits + 1, clock.read() + waitAfter(waits));
        });
        boolean _ = bucketOf(networkOf(address)).tryConsume(1);
    }

    /** 1, 2, 4 .. seconds, in nanoseconds. */
    private static long waitAfter(int waits) {
        return TimeUnit.SECONDS.toNanos(Math.min(LONGEST_WAIT_SECONDS, 1L << Math.min(waits, 20)));
    }

    void succeeded(String account, String address) {
        pairs.invalidate(new Pair(account, networkOf(address)));
        accounts.invalidate(account);
    }

    private Bucket bucketOf(String address) {
        return addresses
                .asMap()
                .computeIfAbsent(
                        address,
                        _ -> Bucket.builder()
                                .addLimit(limit ->
                                        limit.capacity(ADDRESS_FAILURES).refillGreedy(ADDRESS_FAILURES, ADDRESS_PERIOD))
                                .withCustomTimePrecision(new TimeMeter() {
                                    @Override
                                    public long currentTimeNanos() {
                                        return clock.read();
                                    }

                                    @Override
                                    public boolean isWallClockBased() {
                                        return false;
                                    }
                                })
                                .build());
    }

    /** Who has one IPv6 address has 2^64 of them. */
    static String networkOf(String address) {
        if (!address.contains(":") || address.contains(".")) {
            return address;
        }
        String[] groups = expand(address.replaceAll("%.*", "")).split(":", -1);
        return String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }

    /** All eight groups. */
    private static String expand(String address) {
        int gap = address.indexOf("::");
        if (gap < 0) {
            return address;
        }
        String[] head = groups(address.substring(0, gap));
        String[] tail = groups(address.substring(gap + 2));
        int missing = Math.max(0, 8 - head.length - tail.length);
        return String.join(":", head) + (head.length == 0 ? "" : ":") + "0:".repeat(missing) + String.join(":", tail);
    }

    private static String[] groups(String text) {
        return text.isEmpty() ? new String[0] : text.split(":", -1);
    }

    private static ProblemException tooMany(long nanos) {
        long seconds = Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos + TimeUnit.SECONDS.toNanos(1) - 1));
        return Problem.of(
                        ProblemType.TOO_MANY_ATTEMPTS,
                        "Too many wrong passwords came from this address. Wait; until then the right one is not looked at either.")
                .header("Retry-After", Long.toString(seconds))
                .exception();
    }
}
