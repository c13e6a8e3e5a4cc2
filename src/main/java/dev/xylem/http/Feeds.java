package dev.xylem.http;

import dev.xylem.api.ApiResponse.Bytes;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.config.Settings;
import dev.xylem.http.Door.Ending;
import dev.xylem.plan.live.Mark;
import dev.xylem.plan.live.Sight;
import dev.xylem.plan.live.Tracker;
import dev.xylem.response.ProblemWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** All open feeds: how many there may be, when they are looked after, and what is remembered of those that were cut off. */
final class Feeds {
    private static final Logger LOG = Logger.getLogger(Feeds.class);
    private static final int TICK_MILLIS = 500;
    private static final int CHECKS_AT_ONCE = 4;
    private static final int MOST_AT_ONCE = 8;

    /** Ten thousand that come back at once are served within half a minute, and take a part of the machine only. */
    private static final int BEGINS_A_SECOND = 400;

    private static final int BEGINS_AT_ONCE = 200;
    private static final int LONGEST_WAIT_SECONDS = 60;
    private static final int SERVER_ERROR = 500;

    private final Settings.Limits limits;
    private final ProblemWriter writer;
    private final Set<LiveFeed> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final Map<String, Integer> byUser = new ConcurrentHashMap<>();
    private final FeedMemory memory = new FeedMemory();
    private final ExecutorService checks = Executors.newFixedThreadPool(
            CHECKS_AT_ONCE, Thread.ofVirtual().name("feed-check-", 1).factory());
    private final Pace pace = new Pace(BEGINS_A_SECOND, BEGINS_AT_ONCE);
    private final Semaphore begin = new Semaphore(MOST_AT_ONCE, true);
    private final AtomicInteger arriving = new AtomicInteger();
    private final FeedMeters meters;
    private volatile boolean stopping;

    Feeds(Settings settings, ProblemWriter writer, FeedMeters meters) {
        this.meters = meters;
        meters.open(count);
        this.limits = settings.limits();
        this.writer = writer;
        ClosingTime.call(this::stop);
        Thread.ofVirtual().name("feeds").start(this::look);
    }

    private void look() {
        while (true) {
            try {
                Thread.sleep(TICK_MILLIS);
                long now = System.nanoTime();
                open.forEach(feed -> feed.tick(now));
                memory.tidy(now);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.error("the feeds could not be looked after", e);
            }
        }
    }

    /**
     * Opens it; returns when it is live, or over already.
     *
     * @throws ProblemException 429 or 503 when there are too many, and whatever keeps it from beginning
     */
    void open(LiveFeed feed) {
        enter(feed);
        try {
            feed.begin();
        } catch (RuntimeException e) {
            closed(feed);
            throw e;
        }
    }

    private void enter(LiveFeed feed) {
        if (stopping) {
            throw stoppingProblem().exception();
        }
        if (count.incrementAndGet() > limits.feeds()) {
            count.decrementAndGet();
            throw tooMany(SERVER_ERROR + 3, "The server has " + limits.feeds() + " feeds open already (limits.feeds).");
        }
        int own = byUser.merge(feed.lasting().user(), 1, Integer::sum);
        open.add(feed);
        if (own > limits.feedsPerUser()) {
            closed(feed);
            throw tooMany(429, "You have " + limits.feedsPerUser() + " feeds open already (limits.feeds-per-user).");
        }
    }

    private static ProblemException tooMany(int status, String why) {
        return Problem.of(ProblemType.TOO_MANY_FEEDS, why + " Close one, or try again later.")
                .status(status)
                .header("Retry-After", "5")
                .exception();
    }

    /** It has ended; doing it twice does nothing more. */
    void closed(LiveFeed feed) {
        if (open.remove(feed)) {
            count.decrementAndGet();
            byUser.computeIfPresent(feed.lasting().user(), (_, own) -> own == 1 ? null : own - 1);
            memory.left(feed);
        }
    }

    FeedMeters meters() {
        return meters;
    }

    void remember(LiveFeed feed, Tracker tracker) {
        memory.keep(feed, tracker);
    }

    /** The feed that the event belongs to, as it was then, if that is known. */
    Optional<Tracker> goingOn(Mark after, Sight sight, boolean snapshot) {
        return Tracker.isForgetful(sight, snapshot)
                ? Optional.of(Tracker.goingOn(sight, after))
                : memory.take(after, sight);
    }

    int mostOfSnapshot() {
        return limits.feedSnapshot();
    }

    int longestQueue() {
        return limits.feedQueue();
    }

    Duration streamTime() {
        return limits.streamTime();
    }

    /** A few at a time, so that they take little from those who wait for an answer. */
    void inBackground(Runnable check) {
        checks.execute(() -> {
            try {
                check.run();
            } catch (RuntimeException e) {
                LOG.error("a feed could not be checked", e);
            }
        });
    }

    /** In its turn, however many come back at the same time. */
    <T> T inTurn(Supplier<T> work) {
        try {
            if (arriving.incrementAndGet() > limits.feeds() + BEGINS_AT_ONCE) {
                throw tooManyArrive();
            }
            pace.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stoppingProblem().exception();
        } finally {
            arriving.decrementAndGet();
        }
        return admitted(work);
    }

    /** So many at once, the others after them. */
    <T> T admitted(Supplier<T> work) {
        try {
            if (!begin.tryAcquire(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw tooManyArrive();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw stoppingProblem().exception();
        }
        try {
            return work.get();
        } finally {
            begin.release();
        }
    }

    private static ProblemException tooManyArrive() {
        return Problem.of(ProblemType.OVERLOADED, "Too many feeds begin at the same time; try again soon.")
                .header("Retry-After", "5")
                .exception();
    }

    Bytes words(Problem problem, String name) {
        return writer.write(problem, "", name).body() instanceof Bytes bytes ? bytes : new Bytes(new byte[0], 0);
    }

    Problem problemOf(RuntimeException failure, String name) {
        if (failure instanceof ProblemException known) {
            return known.problem();
        }
        LOG.errorf(failure, "the feed of request %s failed", name);
        return Problem.of(ProblemType.INTERNAL_ERROR, "This is a fault of the server. Its log tells more.");
    }

    private static Problem stoppingProblem() {
        return Problem.of(ProblemType.STOPPING, "The server is stopping; connect again.")
                .header("Retry-After", "2");
    }

    private void stop() {
        stopping = true;
        open.forEach(feed -> feed.end(Ending.STOPPING, stoppingProblem()));
    }
}
