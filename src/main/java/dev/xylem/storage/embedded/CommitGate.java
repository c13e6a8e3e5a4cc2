package dev.xylem.storage.embedded;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lets a command return only when what it changed is committed, and commits only while no command is half done: a killed
 * process leaves every command whole or without a trace. Commands that end together share one commit, and its failure.
 */
final class CommitGate {

    /** The commands since the last commit that failed. A failed commit loses what all of them have changed. */
    private static final class Epoch {
        @Nullable
        RuntimeException failure;
    }

    // Fair, so that a commit is not put off by writers that keep coming.
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock(true);
    private final AtomicLong finished = new AtomicLong();
    private final Runnable commit;
    private volatile Epoch epoch = new Epoch();
    private long committed;

    CommitGate(Runnable commit) {
        this.commit = commit;
    }

    /** For commands that may run beside one another. */
    <T> T shared(Supplier<T> command) {
        long ticket;
        T reply;
        changing.readLock().lock();
        Epoch mine = epoch;
        try {
            reply = command.get();
        } finally {
            ticket = finished.incrementAndGet();
            changing.readLock().unlock();
        }
        commitUpTo(ticket, mine);
        return reply;
    }

    /** For commands that need the store for themselves, such as those that create and drop. */
    <T> T alone(Supplier<T> command) {
        changing.writeLock().lock();
        try {
            Epoch mine = epoch;
            try {
                return command.get();
            } finally {
                commitUpTo(finished.incrementAndGet(), mine);
            }
        } finally {
            changing.writeLock().unlock();
        }
    }

    /** While no command runs; commits nothing. */
    void quiet(Runnable work) {
        changing.writeLock().lock();
        try {
            work.run();
        } finally {
            changing.writeLock().unlock();
        }
    }

    private void commitUpTo(long ticket, Epoch mine) {
        changing.writeLock().lock();
        try {
            if (mine.failure != null) {
                throw mine.failure;
            }
            if (committed < ticket) {
                commit(mine);
            }
        } finally {
            changing.writeLock().unlock();
        }
    }

    private void commit(Epoch mine) {
        long now = finished.get();
        try {
            commit.run();
            committed = now;
        } catch (RuntimeException e) {
            mine.failure = e;
            epoch = new Epoch();
            throw e;
        }
    }
}
