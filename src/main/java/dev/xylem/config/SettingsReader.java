package dev.xylem.config;

import dev.xylem.api.Format.Representation;
import dev.xylem.config.Settings.EtagCheckPolicy;
import dev.xylem.config.Settings.Http;
import dev.xylem.config.Settings.Limits;
import dev.xylem.config.Settings.Log;
import dev.xylem.config.Settings.Management;
import dev.xylem.config.Settings.MongoPool;
import dev.xylem.config.Settings.Paging;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Every key, with its kind, range and default: the only place that names them. docs/configuration.md is kept equal by a test. */
final class SettingsReader {

    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final Duration ZERO = Duration.ZERO;
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Map<String, Representation> SHORT_NAMES =
            Map.of("S", Representation.STANDARD, "PJ", Representation.SHAL, "PLAIN_JSON", Representation.SHAL);

    private SettingsReader() {}

    static Settings read(Values values) {
        var access = AccessReader.read(values);
        var edge = EdgeReader.read(values);
        var http = http(values, access, edge);
        return new Settings(
                http,
                values.find("mongo-uri", Kind.mongoUri()),
                mongoPool(values.group("mongo-pool")),
                embeddedStore(values.group("embedded-store")),
                MountReader.read(values),
                access,
                edge,
                values.get(
                        "default-representation-format",
                        Kind.oneOf(
                                List.of(Representation.HAL, Representation.SHAL, Representation.STANDARD),
                                Enum::name,
                                SHORT_NAMES),
                        Representation.HAL),
                values.get("etag-format", Kind.lower(EtagFormat.class), EtagFormat.QUOTED),
                etagCheckPolicy(values.group("etag-check-policy")),
                values.find("cursor-key", Kind.cursorKey()),
                paging(values),
                limits(values.group("limits")),
                values.group("live").get("source", Kind.words(LiveSource.class), LiveSource.CHANGE_STREAMS),
                management(values, http),
                log(values.group("log")),
                values.get("server-timing", Kind.flag(), false),
                values.get("shutdown-timeout", Kind.time(ZERO, HOUR), Duration.ofSeconds(30)));
    }

    private static Http http(Values values, AccessSettings access, EdgeSettings edge) {
        var http = new Http(
                values.get("http-listener", Kind.flag(), true),
                values.get("http-host", Kind.host(), "127.0.0.1"),
                values.get("http-port", Kind.port(), 8080));
        if (!http.enabled() && edge.https().isEmpty()) {
            values.fault(
                    values.origin("http-listener"),
                    "http-listener",
                    "expected true, or https-listener: true with it; nothing would listen");
        }
        if (access.isOpen() && !access.allowOpen()) {
            refuseBeyondLoopback(values, "http-host", http.host());
            edge.https().ifPresent(https -> refuseBeyondLoopback(values, "https-host", https.host()));
        }
        return http;
    }

    private static void refuseBeyondLoopback(Values values, String key, String host) {
        if (!Hosts.isLoopback(host)) {
            values.fault(
                    values.origin(key),
                    key,
                    "expected a loopback address (127.0.0.1, ::1, localhost), found \"" + host
                            + "\". No access control is configured, so whoever reaches the listener may read and change everything:"
                            + " configure idm and access-manager (docs/security.md), or say allow-open: true to want it open");
        }
    }

    private static MongoPool mongoPool(Values values) {
        return new MongoPool(
                values.get("max", Kind.integer(1, 10_000), 100),
                values.get("wait", Kind.time(MILLISECOND, MINUTE), Duration.ofSeconds(1)));
    }

    private static EmbeddedStore embeddedStore(Values values) {
        return new EmbeddedStore(
                values.get("path", Kind.text("a folder, or memory:"), "data"),
                values.get("sync", Kind.lower(StoreSync.class), StoreSync.INTERVAL),
                values.get("change-log-entries", Kind.integer(1, 10_000_000), 100_000),
                values.get("change-log-size", Kind.size(1 << 16, 1 << 30), 64L << 20));
    }

    private static EtagCheckPolicy etagCheckPolicy(Values values) {
        var kind = Kind.upper(EtagPolicy.class);
        return new EtagCheckPolicy(
                values.get("db", kind, EtagPolicy.REQUIRED_FOR_DELETE),
                values.get("coll", kind, EtagPolicy.REQUIRED_FOR_DELETE),
                values.get("doc", kind, EtagPolicy.OPTIONAL));
    }

    private static Paging paging(Values values) {
        var kind = Kind.integer(1, 100_000);
        var paging = new Paging(values.get("default-pagesize", kind, 100), values.get("max-pagesize", kind, 1000));
        if (!values.isFaulty() && paging.defaultSize() > paging.maxSize()) {
            values.fault(
                    values.origin("default-pagesize"),
                    "default-pagesize",
                    "expected at most max-pagesize, " + paging.maxSize() + ", found " + paging.defaultSize());
        }
        return paging;
    }

    private static Limits limits(Values values) {
        var body = Kind.size(1, 1 << 30);
        var head = Kind.size(KIB, MIB);
        return new Limits(
                values.get("body", body, MIB),
                values.get("bulk-body", body, 16 * MIB),
                values.get("url", head, 16 * KIB).intValue(),
                values.get("header", head, 16 * KIB).intValue(),
                values.get("json-depth", Kind.integer(1, 100), 100),
                values.get("filter-depth", Kind.integer(1, 100), 20),
                values.get("query-time", Kind.time(MILLISECOND, HOUR), Duration.ofSeconds(5)),
                values.get("page", body, 64 * MIB),
                values.get("skip", Kind.integer(0, Integer.MAX_VALUE), 100_000),
                values.get("concurrent", Kind.integer(1, 100_000), 256),
                values.get("body-time", Kind.time(MILLISECOND, HOUR), Duration.ofSeconds(30)),
                values.get("header-time", Kind.time(MILLISECOND, HOUR), Duration.ofSeconds(10)),
                values.get("scan-warning", Kind.integer(1, Integer.MAX_VALUE), 10_000),
                values.get("stream-time", Kind.time(MILLISECOND, Duration.ofHours(24)), Duration.ofMinutes(10)),
                values.get("stream-idle", Kind.time(MILLISECOND, HOUR), Duration.ofSeconds(30)),
                values.get("feeds", Kind.integer(0, 1_000_000), 10_000),
                values.get("feeds-per-user", Kind.integer(0, 1_000_000), 100),
                values.get("feed-queue", Kind.integer(1, 100_000), 1_000),
                values.get("feed-snapshot", Kind.integer(0, 1_000_000), 10_000));
    }

    private static Management management(Values values, Http http) {
        var group = values.group("management");
        var management = new Management(
                group.get("enabled", Kind.flag(), true),
                group.get("host", Kind.host(), "127.0.0.1"),
                group.get("port", Kind.port(), 9000));
        if (!values.isFaulty() && management.enabled() && http.port() != 0 && http.port() == management.port()) {
            group.fault(
                    group.origin("port"),
                    "port",
                    "expected another port than http-port, found " + http.port() + " for both");
        }
        return management;
    }

    private static Log log(Values values) {
        return new Log(
                values.get("level", Kind.lower(LogLevel.class), LogLevel.INFO),
                values.get("format", Kind.lower(LogFormat.class), LogFormat.TEXT),
                values.get("access", Kind.flag(), true));
    }
}
