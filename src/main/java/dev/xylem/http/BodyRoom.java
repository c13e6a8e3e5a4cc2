package dev.xylem.http;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;

/**
 * The memory that bodies may take, all together, whatever limits.concurrent and limits.bulk-body would add up to: a quarter of the heap while
 * they come, and half of it when they have become objects. What finds no room within a second is refused; a body that is alone always does,
 * as long as its objects fit at all.
 */
final class BodyRoom {
    private static final long WAIT_MILLIS = 1_000;

    /** What a byte takes until the body is complete: a buffer that doubles, and what it is copied to. */
    private static final int PER_BYTE = 3;

    private final Part coming;
    private final Part opened;

    BodyRoom(long heap) {
        this.coming = new Part(heap / 4);
        this.opened = new Part(heap / 2);
    }

    /** One of the two, and what is held of it. */
    private static final class Part {
        private final long all;
        private long held;

        Part(long all) {
            this.all = all;
        }

        /** @param mine of what is held belongs to who asks, and does not stand in its way */
        synchronized boolean has(long more, long mine) {
            if (held > mine && held + more > all) {
                return false;
            }
            held += more;
            return true;
        }

        synchronized void await(long more) {
            long end = System.nanoTime() + WAIT_MILLIS * 1_000_000;
            while (!has(more, 0)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw full();
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw full();
                }
            }
        }

        synchronized void giveBack(long some) {
            held -= some;
            notifyAll();
        }
    }

    /** What one request holds; given back when it is answered. */
    final class Share implements AutoCloseable {
        private long comes;
        private long announced;
        private long open;
        private boolean closed;

        /**
         * As many bytes are announced. Waits, but not for long: bodies that all come at once would otherwise all come to nothing.
         *
         * @throws ProblemException 503 when there is no room for them now
         */
        void announces(long bytes) {
            coming.await(PER_BYTE * bytes);
            synchronized (this) {
                comes += PER_BYTE * bytes;
                announced = PER_BYTE * bytes;
            }
        }

        /** More has come. Does not wait: on the event loop. False when there is no room for it. */
        synchronized boolean receives(int bytes) {
            long more = (long) PER_BYTE * bytes;
            if (announced >= more) {
                announced -= more;
                return !closed;
            }
            if (closed || !coming.has(more, comes)) {
                return false;
            }
            comes += more;
            return true;
        }

        /**
         * The whole has come, and is about to become objects. Waits, but not for long.
         *
         * @throws ProblemException 413 when they would never fit, 503 when they don't now
         */
        void opens(byte[] json, ProblemType tooLarge) {
            long weight = BodyWeight.of(json);
            if (weight > opened.all) {
                throw Problem.of(
                                tooLarge,
                                "The body holds more objects than the server has memory for; send it in parts, or as NDJSON.")
                        .exception();
            }
            opened.await(weight);
            synchronized (this) {
                open = weight;
                coming.giveBack(comes);
                comes = 0;
            }
        }

        @Override
        public synchronized void close() {
            closed = true;
            coming.giveBack(comes);
            opened.giveBack(open);
            comes = 0;
            open = 0;
        }
    }

    Share share() {
        return new Share();
    }

    static ProblemException full() {
        return Problem.of(ProblemType.OVERLOADED, "The server has no memory for more bodies; try again soon.")
                .header("Retry-After", "1")
                .exception();
    }
}
