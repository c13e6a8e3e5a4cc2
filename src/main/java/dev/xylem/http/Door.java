package dev.xylem.http;

import dev.xylem.api.ApiResponse.Bytes;
import io.vertx.core.Context;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** How a feed's events go out. Everything but {@link #context} is called on the event loop of the connection. */
interface Door {

    Context context();

    /**
     * Says that the answer is a feed.
     *
     * @param gone runs when the client has left or the door was closed
     */
    Future<Void> open(Runnable gone);

    /** @param id null for none */
    void send(String event, @Nullable String id, Bytes data);

    /** True when the client is slow; then {@link #whenRoom} tells when it isn't any more. */
    boolean isFull();

    void whenRoom(Runnable then);

    /** Keeps what is between from falling asleep. */
    void beat();

    /**
     * The last word.
     *
     * @param problem as an object
     */
    void end(Ending why, Bytes problem);

    /** Why a feed ends, as RFC 6455, section 7.4, numbers it. */
    enum Ending {
        OVER(1000),
        STOPPING(1001),
        WITHDRAWN(1008),
        FAILED(1011),
        SLOW(1013);

        private final short code;

        Ending(int code) {
            this.code = (short) code;
        }

        short code() {
            return code;
        }
    }
}
