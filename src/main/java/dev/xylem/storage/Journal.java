package dev.xylem.storage;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.bson.BsonValue;

/**
 * What this server has written in one collection, and nobody has read yet. Writes are known from before they begin until they are noted, so that who
 * begins to follow in the midst of one misses nothing.
 */
final class Journal {
    private static final int MOST_NOTES = 100_000;
    private static final int MOST_AT_ONCE = 1_000;

    private final NavigableSet<Long> running = new TreeSet<>();
    private final Deque<Note> notes = new ArrayDeque<>();
    private long begun;
    private boolean followed;

    /** What a write may have changed. */
    sealed interface Note {
        /** The document of that id. */
        record Touched(BsonValue id) implements Note {}

        /** Nobody knows what. */
        record Unknown() implements Note {}

        /** The collection is there no more. */
        record Gone() implements Note {}
    }

    /**
     * What there was to read.
     *
     * @param settled true when all writes that had begun before are told with it
     */
    record News(List<Note> notes, boolean settled) {}

    /** Returns its number. */
    synchronized long begin() {
        running.add(++begun);
        return begun;
    }

    synchronized void end(long write, Collection<? extends Note> what) {
        running.remove(write);
        note(what);
        notifyAll();
    }

    synchronized void note(Collection<? extends Note> what) {
        if (followed) {
            notes.addAll(what);
            if (notes.size() > MOST_NOTES) {
                notes.clear();
                notes.add(new Note.Unknown());
            }
            notifyAll();
        }
    }

    synchronized boolean isFollowed() {
        return followed;
    }

    synchronized void follow() {
        followed = true;
    }

    synchronized void leave() {
        followed = false;
        notes.clear();
    }

    synchronized boolean isIdle() {
        return running.isEmpty() && !followed;
    }

    /** What was noted; waits a moment for it, and for the end of all writes that have begun already. */
    synchronized News take(Duration moment) {
        long before = begun;
        long end = System.nanoTime() + moment.toNanos();
        while (notes.isEmpty() || isRunning(before)) {
            long rest = end - System.nanoTime();
            if (rest <= 0 || !await(rest)) {
                break;
            }
        }
        var taken = new ArrayList<Note>();
        while (!notes.isEmpty() && taken.size() < MOST_AT_ONCE) {
            taken.add(notes.remove());
        }
        return new News(taken, notes.isEmpty() && !isRunning(before));
    }

    /** They could not be told yet. */
    synchronized void putBack(List<Note> untold) {
        untold.reversed().forEach(notes::addFirst);
    }

    private boolean isRunning(long latest) {
        return !running.isEmpty() && running.first() <= latest;
    }

    private boolean await(long nanos) {
        try {
            TimeUnit.NANOSECONDS.timedWait(this, nanos);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
