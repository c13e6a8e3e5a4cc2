package dev.xylem.storage;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * Lets a command return only when what it changed is committed, and commits only while no command is half done: a killed
 * process leaves every command whole or without a trace. Commands that end together share one commit.
 */
final class CommitGate {

    // Fair, so that a commit is not put off by writers that keep coming.
    private final ReentrantReadWriteLock changing = new ReentrantReadWriteLock(true);
    private final AtomicLong finished = new AtomicLong();
    private final Runnable commit;
    private long committed;

    CommitGate(Runnable commit) {
        this.commit = commit;
    }

    /** For commands that may run beside one another. */
    <T> T shared(Supplier<T> command) {
        long ticket;
        T reply;
        changing.readLock().lock();
        try {
            reply = command.get();
        } finally {
            ticket = finished.incrementAndGet();
            changing.readLock().unlock();
        }
        commitUpTo(ticket);
        return reply;
    }

    /** For commands that need the store for themselves, such as those that create and drop. */
    <T> T alone(Supplier<T> command) {
        changing.writeLock().lock();
        try {
            return command.get();
        } finally {
            commitUpTo(finished.incrementAndGet());
            changing.writeLock().unlock();
        }
    }

    private void commitUpTo(long ticket) {
        changing.writeLock().lock();
        try {
            if (committed < ticket) {
                long now = finished.get();
                commit.run();
                committed = now;
            }
        } finally {
            changing.writeLock().unlock();
        }
    }
}
