package dev.xylem.config;

import dev.xylem.api.Format.Representation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every setting, validated: made once at start, never changed. Defaults and keys are in {@link SettingsReader}.
 *
 * @param mongoUri empty: the embedded store
 * @param mongoMounts at least one, in the order written, no two with the same {@code where}
 * @param cursorKey empty: one is made and kept in the store
 * @param live where feeds learn what happens
 * @param serverTiming answers to known callers say what each stage took
 * @param shutdownTimeout how long requests in flight may take to finish, 0 to 1 h
 */
public record Settings(
        Http http,
        Optional<MongoUri> mongoUri,
        MongoPool mongoPool,
        EmbeddedStore embeddedStore,
        List<MountSetting> mongoMounts,
        AccessSettings access,
        EdgeSettings edge,
        Representation defaultRepresentationFormat,
        EtagFormat etagFormat,
        EtagCheckPolicy etagCheckPolicy,
        Optional<CursorKey> cursorKey,
        Paging paging,
        Limits limits,
        LiveSource live,
        Management management,
        Log log,
        boolean serverTiming,
        Duration shutdownTimeout) {

    public Settings {
        mongoMounts = List.copyOf(mongoMounts);
    }

    /** True when credentials may travel beyond this machine without TLS. */
    public boolean sendsCredentialsInPlain() {
        return http.enabled() && !access.isOpen() && !edge.behindProxy() && !Hosts.isLoopback(http.host());
    }

    /**
     * The public listener without TLS.
     *
     * @param enabled false: nothing listens there
     * @param host an address without brackets, or {@code localhost}; loopback as long as access is open
     * @param port 0 to 65535; 0 takes a free one
     */
    public record Http(boolean enabled, String host, int port) {}

    /**
     * Connections to {@code mongo-uri}.
     *
     * @param max 1 to 10000 connections
     * @param waitTime how long a request waits for a free one, 1 ms to 1 min
     */
    public record MongoPool(int max, Duration waitTime) {}

    /**
     * What a write checks If-Match against when collection and database don't say.
     *
     * @param db for databases
     * @param coll for collections, buckets and schema stores
     * @param doc for documents and files
     */
    public record EtagCheckPolicy(EtagPolicy db, EtagPolicy coll, EtagPolicy doc) {}

    /**
     * How many documents a page holds.
     *
     * @param defaultSize without {@code pagesize}; 1 to {@code maxSize}
     * @param maxSize what {@code pagesize} may ask for at most, 1 to 100000
     */
    public record Paging(int defaultSize, int maxSize) {}

    /**
     * What a request may cost. Each limit has its own problem code.
     *
     * @param body bytes of one body
     * @param bulkBody bytes of a bulk body
     * @param url bytes of the request target, path and query together
     * @param header bytes of all header fields together
     * @param jsonDepth nested objects and arrays in a body, 1 to 100
     * @param filterDepth nested objects and arrays in a filter, 1 to 100
     * @param queryTime how long the store may work on one command
     * @param page bytes of the documents of one page
     * @param skip documents that {@code page} may skip
     * @param concurrent requests at work at the same time
     * @param bodyTime between two pieces of a body
     * @param headerTime from the first byte of a request to the end of its header
     * @param scanWarning documents that a query may read before its answer warns
     * @param streamTime how long a streamed answer, or the snapshot of a feed, may take in all
     * @param streamIdle how long the reader of a streamed answer may take nothing
     * @param feeds open at the same time
     * @param feedsPerUser of these, those of one user, or of one address of strangers
     * @param feedQueue events that may wait for a feed's reader
     * @param feedSnapshot documents that a feed may begin with
     */
    public record Limits(
            long body,
            long bulkBody,
            int url,
            int header,
            int jsonDepth,
            int filterDepth,
            Duration queryTime,
            long page,
            int skip,
            int concurrent,
            Duration bodyTime,
            Duration headerTime,
            int scanWarning,
            Duration streamTime,
            Duration streamIdle,
            int feeds,
            int feedsPerUser,
            int feedQueue,
            int feedSnapshot) {}

    /**
     * The listener for health and metrics.
     *
     * @param enabled false: nothing listens
     * @param host an address without brackets or a name
     * @param port 0 to 65535; 0 takes a free one
     */
    public record Management(boolean enabled, String host, int port) {}

    /**
     * What is written to stderr.
     *
     * @param access one line for each request
     */
    public record Log(LogLevel level, LogFormat format, boolean access) {}
}
