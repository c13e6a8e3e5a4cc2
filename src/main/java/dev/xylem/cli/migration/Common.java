package dev.xylem.cli.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What both versions have in common. */
final class Common {
    private static final long KIB = 1 << 10;
    private static final long MIB = 1 << 20;
    private static final long GIB = 1 << 30;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final int MOST_REQUESTS = 100_000;
    private static final int SHORTEST_KEY = 32;
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "::1");

    private final Draft draft;

    Common(Draft draft) {
        this.draft = draft;
    }

    /** What decides it, and that its data are in the file for security. */
    void plugIn(String key, String kind) {
        draft.set(key + ".implementation-class", kind);
        draft.set(key + ".conf-file", Draft.SECURITY);
    }

    /** Without access control we listen on loopback alone. */
    void host(String key, Optional<String> host, boolean secured) {
        host.ifPresent(name -> {
            if (secured || LOOPBACK.contains(name)) {
                draft.set(key, name);
            } else {
                draft.set(
                        key,
                        "127.0.0.1",
                        "was " + name
                                + ". Without users and permissions only loopback is listened on; allow-open: true says that everybody may come in");
            }
        });
    }

    /** @param under RESTHeart 9 serves all mounts under a path */
    void mounts(List<Old> mounts, String under) {
        List<Map<String, Object>> ours = new ArrayList<>();
        boolean moved = false;
        for (Old mount : mounts) {
            String what = mount.text("what").orElse("*");
            String where = withoutStar(
                    (under.equals("/") ? "" : under) + mount.text("where").orElse("/"));
            moved |= !what.equals("*") || !where.equals("/");
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("what", what);
            one.put("where", where);
            ours.add(one);
        }
        if (!ours.isEmpty()) {
            draft.set("mongo-mounts", ours);
        }
        if (moved) {
            draft.different(
                    "Predicates (path, path-prefix, path-template, regex) see the path behind the mount, RESTHeart's see the whole one:"
                            + " look through the permissions, or use collection[\"db/coll\"], which no mount changes");
        }
    }

    private static String withoutStar(String where) {
        String plain = where.endsWith("/*") ? where.substring(0, where.length() - 2) : where;
        return plain.isEmpty() ? "/" : plain.replace("//", "/");
    }

    void pages(Old old) {
        old.number("default-pagesize").ifPresent(size -> draft.set("default-pagesize", size));
        old.number("max-pagesize").ifPresent(size -> draft.set("max-pagesize", size));
    }

    void etags(Old old) {
        draft.set("etag-format", "bare", "as RESTHeart writes ETags; quoted is what RFC 9110 asks for. Both are read");
        Old policy = old.group("etag-check-policy");
        for (String level : List.of("db", "coll", "doc")) {
            policy.text(level).ifPresent(value -> draft.set("etag-check-policy." + level, value));
        }
    }

    void times(Old old) {
        long longest = Math.max(
                old.number("query-time-limit").orElse(0L),
                old.number("aggregation-time-limit").orElse(0L));
        if (longest > 0) {
            draft.set(
                    "limits.query-time",
                    Math.min(longest, HOUR_MILLIS) + "ms",
                    "the longer one of query-time-limit and aggregation-time-limit");
        } else {
            draft.different("query-time-limit: 0 means none; here a command has 5 s, limits.query-time says how long");
        }
    }

    void requests(Old old) {
        old.number("requests-limit")
                .ifPresent(most -> draft.set("limits.concurrent", Math.clamp(most, 1, MOST_REQUESTS)));
    }

    void log(Optional<String> level, Optional<Long> requests) {
        level.ifPresent(name -> draft.set(
                "log.level",
                switch (name.toUpperCase(Locale.ROOT)) {
                    case "OFF", "ERROR" -> "error";
                    case "WARN" -> "warn";
                    case "DEBUG" -> "debug";
                    case "TRACE", "ALL" -> "trace";
                    default -> "info";
                }));
        requests.ifPresent(detail -> draft.set("log.access", detail > 0));
    }

    void connections(Old options) {
        options.number("MAX_ENTITY_SIZE").filter(size -> size > 0).ifPresent(size -> {
            draft.set("limits.body", Math.min(size, GIB));
            draft.set("limits.bulk-body", Math.clamp(size, 16 * MIB, GIB));
        });
        options.number("MAX_HEADER_SIZE")
                .filter(size -> size > 0)
                .ifPresent(size -> draft.set("limits.header", Math.clamp(size, KIB, MIB)));
        options.number("REQUEST_PARSE_TIMEOUT")
                .filter(time -> time > 0)
                .ifPresent(time -> draft.set("limits.header-time", Math.min(time, HOUR_MILLIS) + "ms"));
        options.rest().forEach(key -> draft.without("connection-options." + key));
    }

    void tokens(boolean enabled, Optional<Long> minutes) {
        draft.set("auth-token-enabled", enabled);
        minutes.ifPresent(
                ttl -> draft.set("auth-token-ttl", Math.clamp(ttl, 1, 720), "minutes since the last use; 12 h in all"));
    }

    /** Bearer tokens. What we would believe less strictly, or not at all, is left to people. */
    void jwt(Old old, String name) {
        old.find("enabled");
        String doubt = doubt(old);
        if (!doubt.isEmpty()) {
            draft.unprotected(name + " is not taken over: " + doubt + ". See docs/identity.md, jwt");
            return;
        }
        old.text("issuer").ifPresent(issuer -> draft.set("jwt.issuer", issuer));
        draft.set("jwt.audience", old.texts("audience"));
        draft.set("jwt.algorithms", old.texts("algorithm"));
        old.text("key").ifPresent(key -> draft.set("jwt.key", key));
        old.text("usernameClaim").ifPresent(claim -> draft.set("jwt.user-claim", claim));
        old.text("rolesClaim").ifPresent(claim -> draft.set("jwt.roles-claim", claim));
    }

    private static String doubt(Old old) {
        String key = old.text("key").orElse("");
        boolean shared = old.text("algorithm").orElse("").startsWith("HS");
        if (old.texts("audience").isEmpty()) {
            return "it names no audience, and here one is needed (jwt.audience): tokens made for others would be taken";
        }
        if (old.flag("base64Encoded", false)) {
            return "its key is in Base64: write what it decodes to into a file (jwt.key-file)";
        }
        if (!old.texts("fixedRoles").isEmpty()) {
            return "fixedRoles are unknown here: roles come from the token (jwt.roles-claim)";
        }
        if (shared && key.length() < SHORTEST_KEY) {
            return "its secret is shorter than 32 bytes, and can be guessed";
        }
        return shared || key.contains("BEGIN") ? "" : "its key is no PEM: write it into a file (jwt.key-file)";
    }

    /** Users of a file. */
    List<Map<String, Object>> users(List<Old> users) {
        List<Map<String, Object>> ours = new ArrayList<>();
        for (Old user : users) {
            Map<String, Object> all = user.all();
            if (!all.containsKey("password") || !all.containsKey("userid")) {
                draft.different("the user " + all.getOrDefault("userid", "without an id")
                        + " has no password in the file, and is left out");
                continue;
            }
            all.put("userid", String.valueOf(all.get("userid")));
            all.put("password", String.valueOf(all.get("password")));
            all.putIfAbsent("roles", all.containsKey("role") ? all.remove("role") : List.of());
            ours.add(all);
        }
        return ours;
    }
}
