package dev.xylem.storage;

import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.plan.live.Changes.Follower;
import dev.xylem.plan.live.Changes.Following;
import dev.xylem.plan.live.Occurrence;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.bson.BsonDocument;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One change stream and all who follow it. It opens with the first of them, and closes soon after the last has left. */
final class ChangeHub {
    private static final Logger LOG = Logger.getLogger(ChangeHub.class);
    private static final int LONGEST_PAUSE_MILLIS = 2_000;
    private static final int SHORTEST_PAUSE_MILLIS = 50;

    private final Namespace namespace;
    private final ChangeSource source;
    private final Consumer<ChangeHub> whenClosed;
    private final ReentrantLock opening = new ReentrantLock();

    private final Settling settling = new Settling();

    /** Guards everything below. */
    private final ReentrantLock lock = new ReentrantLock();

    private final Set<Member> members = new LinkedHashSet<>();
    private final ChangeHistory history = new ChangeHistory();
    private BsonDocument position = new BsonDocument();
    private State state = State.NEW;
    private long emptySince;

    private enum State {
        NEW,
        OPEN,
        CLOSED
    }

    ChangeHub(Namespace namespace, ChangeSource source, Consumer<ChangeHub> whenClosed) {
        this.namespace = namespace;
        this.source = source;
        this.whenClosed = whenClosed;
    }

    /** One who follows. */
    private final class Member implements Following {
        private final Follower follower;

        Member(Follower follower) {
            this.follower = follower;
        }

        @Override
        public boolean settle() {
            return settling.await();
        }

        @Override
        public void close() {
            lock.lock();
            try {
                members.remove(this);
                emptySince = System.nanoTime();
            } finally {
                lock.unlock();
            }
        }
    }

    /**
     * What happened after that position comes first; where it can't be told any more, {@link Occurrence.Lost}.
     *
     * @return null when this hub has closed meanwhile
     */
    @Nullable
    Following follow(@Nullable BsonDocument after, Follower follower) {
        open(after);
        BsonDocument from = after;
        while (true) {
            lock.lock();
            try {
                if (state == State.CLOSED) {
                    return null;
                }
                if (from == null || history.reachesBackTo(from)) {
                    return joined(from, follower);
                }
            } finally {
                lock.unlock();
            }
            from = caughtUp(from, follower);
        }
    }

    private Member joined(@Nullable BsonDocument from, Follower follower) {
        var member = new Member(follower);
        if (from == null) {
            follower.begins(position);
        } else {
            history.after(from).forEach(follower::happened);
        }
        members.add(member);
        return member;
    }

    /** By a stream of its own, at the follower's pace; null when something in between can't be told. */
    private @Nullable BsonDocument caughtUp(BsonDocument from, Follower follower) {
        try (var own = source.open(from)) {
            BsonDocument reached = from;
            boolean drained = false;
            while (!drained) {
                var batch = new ArrayList<Occurrence>();
                drained = own.read(batch);
                for (Occurrence occurrence : batch) {
                    follower.missed(occurrence);
                    reached = occurrence.token();
                    if (occurrence instanceof Occurrence.Gone) {
                        return null;
                    }
                }
            }
            BsonDocument behind = own.position();
            return behind == null ? reached : behind;
        } catch (PositionLost _) {
            follower.missed(new Occurrence.Lost(from));
            return null;
        }
    }

    private void open(@Nullable BsonDocument after) {
        opening.lock();
        try {
            if (state != State.NEW) {
                return;
            }
            ChangeSource.Stream stream = opened(after);
            lock.lock();
            try {
                state = State.OPEN;
                emptySince = System.nanoTime();
            } finally {
                lock.unlock();
            }
            Thread.ofVirtual().name("changes of " + namespace).start(() -> run(stream));
        } catch (RuntimeException e) {
            closed();
            throw e;
        } finally {
            opening.unlock();
        }
    }

    /** From there on, so that all who come back at once find in the history what they missed. */
    private ChangeSource.Stream opened(@Nullable BsonDocument after) {
        if (after == null) {
            return fresh();
        }
        try {
            ChangeSource.Stream stream = source.open(after);
            start(after);
            boolean drained = false;
            while (!drained) {
                var batch = new ArrayList<Occurrence>();
                drained = stream.read(batch);
                batch.forEach(this::happened);
                drained |= batch.stream().anyMatch(Occurrence.Gone.class::isInstance);
            }
            return stream;
        } catch (PositionLost _) {
            return fresh();
        }
    }

    private ChangeSource.Stream fresh() {
        ChangeSource.Stream stream = source.open(null);
        var first = new ArrayList<Occurrence>();
        BsonDocument begin = stream.position();
        if (begin == null) {
            stream.read(first);
            begin = stream.position();
        }
        start(begin == null ? new BsonDocument() : begin);
        first.forEach(this::happened);
        return stream;
    }

    private void start(BsonDocument begin) {
        lock.lock();
        try {
            position = begin;
            history.startAt(begin);
        } finally {
            lock.unlock();
        }
    }

    private void run(ChangeSource.Stream first) {
        ChangeSource.Stream stream = first;
        while (stream != null) {
            stream = follow(stream) ? null : reopened();
        }
    }

    /** False when it was interrupted. */
    private boolean follow(ChangeSource.Stream open) {
        try (open) {
            read(open);
            return true;
        } catch (ProblemException e) {
            broken(e.problem());
            return true;
        } catch (RuntimeException e) {
            LOG.warnf(
                    "the changes of %s are interrupted: %s",
                    namespace, e.getClass().getSimpleName());
            return false;
        }
    }

    /** Until nobody follows, or the collection is gone. */
    private void read(ChangeSource.Stream stream) {
        while (true) {
            settling.begin();
            var batch = new ArrayList<Occurrence>();
            long begin = System.nanoTime();
            boolean drained = stream.read(batch);
            if (batch.isEmpty() && System.nanoTime() - begin < TimeUnit.MILLISECONDS.toNanos(2)) {
                // a store that is being closed does not wait
                boolean _ = sleep(SHORTEST_PAUSE_MILLIS);
            }
            batch.forEach(this::happened);
            arrivedAt(stream.position());
            if (drained) {
                settling.end();
            }
            if (isOver(batch)) {
                return;
            }
        }
    }

    private boolean isOver(List<Occurrence> batch) {
        lock.lock();
        try {
            boolean gone = batch.stream().anyMatch(Occurrence.Gone.class::isInstance);
            if (gone
                    || (members.isEmpty()
                            && System.nanoTime() - emptySince > source.kept().toNanos())) {
                closed();
                return true;
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void happened(Occurrence occurrence) {
        lock.lock();
        try {
            position = occurrence.token();
            history.add(occurrence);
            tellAll(occurrence);
            if (occurrence instanceof Occurrence.Written written) {
                written.rest();
            }
        } finally {
            lock.unlock();
        }
    }

    private void tellAll(Occurrence occurrence) {
        List.copyOf(members).forEach(member -> tell(member, occurrence));
    }

    /** One who fails disturbs nobody else. */
    private void tell(Member member, Occurrence occurrence) {
        try {
            member.follower.happened(occurrence);
        } catch (RuntimeException e) {
            LOG.errorf(e, "a feed of %s failed", namespace);
            members.remove(member);
        }
    }

    private void arrivedAt(@Nullable BsonDocument behind) {
        if (behind != null) {
            lock.lock();
            try {
                position = behind;
            } finally {
                lock.unlock();
            }
        }
    }

    /** After a failure: from where it was, or, where that can't be, from now. Null when nobody waits for it any more. */
    private ChangeSource.@Nullable Stream reopened() {
        int pause = SHORTEST_PAUSE_MILLIS;
        while (true) {
            if (isOver(List.of()) || !source.isOpen() || !sleep(pause)) {
                closed();
                return null;
            }
            try {
                return source.open(position);
            } catch (PositionLost _) {
                return afterLoss();
            } catch (ProblemException e) {
                broken(e.problem());
                return null;
            } catch (RuntimeException e) {
                pause = Math.min(LONGEST_PAUSE_MILLIS, 2 * pause);
            }
        }
    }

    private ChangeSource.@Nullable Stream afterLoss() {
        try {
            ChangeSource.Stream stream = fresh();
            lock.lock();
            try {
                tellAll(new Occurrence.Lost(position));
            } finally {
                lock.unlock();
            }
            return stream;
        } catch (RuntimeException e) {
            return reopened();
        }
    }

    private static boolean sleep(int millis) {
        try {
            Thread.sleep(millis);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** All who follow end with it. */
    private void broken(Problem problem) {
        lock.lock();
        try {
            tellAll(new Occurrence.Broken(position, problem));
            closed();
        } finally {
            lock.unlock();
        }
    }

    private void closed() {
        lock.lock();
        try {
            state = State.CLOSED;
            settling.close();
        } finally {
            lock.unlock();
        }
        whenClosed.accept(this);
    }
}
