package dev.xylem.security.token;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.LongSupplier;

/**
 * The time of the machine, but that it never goes back: whoever sets the clock back doesn't bring back what has ended. It then goes on at
 * its own pace until the machine has caught up.
 */
public final class SteadyClock extends Clock {
    private final InstantSource machine;
    private final LongSupplier nanos;
    private Instant last;
    private long lastNanos;

    SteadyClock(InstantSource machine, LongSupplier nanos) {
        this.machine = machine;
        this.nanos = nanos;
        this.last = machine.instant();
        this.lastNanos = nanos.getAsLong();
    }

    public static SteadyClock ofThisMachine() {
        return new SteadyClock(InstantSource.system(), System::nanoTime);
    }

    @Override
    public synchronized Instant instant() {
        long now = nanos.getAsLong();
        Instant steady = last.plusNanos(now - lastNanos);
        Instant told = machine.instant();
        last = told.isAfter(steady) ? told : steady;
        lastNanos = now;
        return last;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("instants have no zone");
    }
}
