package dev.xylem.security.password;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Lets so many passwords be hashed at once as there are cores: each takes its time, and 19 MiB. */
public final class HashGate {
    private static final int LONGEST_QUEUE = 50;
    private static final int WAIT_SECONDS = 2;

    private final Semaphore permits = new Semaphore(Runtime.getRuntime().availableProcessors(), true);
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicLong passed = new AtomicLong();

    /** @throws ProblemException 503 when too many wait already, or when it took too long */
    public <T> T pass(Supplier<T> hashing) {
        if (waiting.incrementAndGet() > LONGEST_QUEUE + permits.availablePermits()) {
            waiting.decrementAndGet();
            throw tooMany();
        }
        try {
            if (!permits.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw tooMany();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw tooMany();
        } finally {
            waiting.decrementAndGet();
        }
        try {
            passed.incrementAndGet();
            return hashing.get();
        } finally {
            permits.release();
        }
    }

    /** How many computations there have been. */
    public long passed() {
        return passed.get();
    }

    private static ProblemException tooMany() {
        return Problem.of(
                        ProblemType.TOO_MANY_LOGINS,
                        "Many passwords are being verified already. Try again soon; a token (Auth-Token) needs no such work.")
                .header("Retry-After", "1")
                .exception();
    }
}
