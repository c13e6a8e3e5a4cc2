package dev.xylem.cli.migration;

import dev.xylem.cli.migration.Migration.NamedFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** RESTHeart 3: flat keys, and a file for security beside it. */
final class FromThree {
    private static final List<String> KEYSTORE =
            List.of("use-embedded-keystore", "keystore-file", "keystore-password", "certpassword");
    private static final Map<String, String> DIFFERENT = new LinkedHashMap<>();

    static {
        DIFFERENT.put("instance-base-url", "Location is told as a path; a proxy needs no rewriting of it");
        DIFFERENT.put("ajp-listener", "there is no AJP; let the proxy speak HTTP, and say behind-proxy: true");
        DIFFERENT.put("static-resources-mounts", "no files are served; a web server beside it does that");
        DIFFERENT.put(
                "application-logic-mounts",
                "no classes are mounted. Instead of /_logic/ping ask /health/live of the management listener; CSV is posted to the"
                        + " collection as text/csv; nothing has to be invalidated");
        DIFFERENT.put("initializer-class", "no code is run at the start");
        DIFFERENT.put("extensions", "no code is run at the start");
        DIFFERENT.put(
                "metadata-named-singletons",
                "checkers other than jsonSchema, transformers and hooks are not run; policies (mergeRequest, projectResponse) do much of it");
        DIFFERENT.put("metrics-gathering-level", "metrics are always there, at /metrics of the management listener");
        DIFFERENT.put("requests-log-trace-headers", "traceparent and X-Request-Id are always in the log");
        DIFFERENT.put("enable-log-file", "the log goes to stderr: let systemd or the container engine keep it");
        DIFFERENT.put("force-gzip-encoding", "answers are compressed where the client takes that, and never refused");
    }

    private final Old old;
    private final Draft draft;
    private final NamedFiles files;
    private final Common common;

    FromThree(Old old, Draft draft, NamedFiles files) {
        this.old = old;
        this.draft = draft;
        this.files = files;
        this.common = new Common(draft);
    }

    void run() {
        Optional<String> users = users();
        Optional<String> rules = rules();
        listeners(users.isPresent() || rules.isPresent());
        old.text("mongo-uri")
                .or(() -> Optional.of("mongodb://127.0.0.1"))
                .ifPresent(uri -> draft.set("mongo-uri", uri));
        common.mounts(old.items("mongo-mounts"), "/");
        representation();
        common.etags(old);
        common.pages(old);
        users.ifPresent(kind -> common.plugIn("idm", kind));
        rules.ifPresent(kind -> common.plugIn("access-manager", kind));
        users.ifPresent(_ -> common.tokens(old.flag("auth-token-enabled", true), old.number("auth-token-ttl")));
        mechanism();
        common.times(old);
        common.requests(old);
        common.connections(old.group("connection-options"));
        common.log(old.text("log-level"), old.number("requests-log-level"));
        rest();
    }

    private void listeners(boolean secured) {
        boolean https = old.flag("https-listener", true);
        boolean http = old.flag("http-listener", true);
        draft.set("http-listener", http || !https);
        common.host("http-host", old.text("http-host").or(() -> Optional.of("0.0.0.0")), secured);
        old.number("http-port").ifPresent(port -> draft.set("http-port", port));
        draft.set("https-listener", https);
        common.host("https-host", old.text("https-host").or(() -> Optional.of("0.0.0.0")), secured);
        old.number("https-port").ifPresent(port -> draft.set("https-port", port));
        if (old.flag("use-embedded-keystore", true)) {
            KEYSTORE.forEach(old::find);
        } else {
            KEYSTORE.forEach(key -> old.find(key).ifPresent(value -> draft.set(key, value)));
        }
    }

    private void representation() {
        String given = old.text("default-representation-format").orElse("");
        draft.set(
                "default-representation-format",
                switch (given) {
                    case "HAL", "SHAL", "STANDARD", "S", "PJ", "PLAIN_JSON" -> given;
                    default -> "SHAL";
                },
                given.isEmpty() ? "RESTHeart's own default, which it calls PLAIN_JSON" : "");
    }

    private Optional<String> users() {
        Old idm = old.group("idm");
        String name = idm.text("implementation-class").orElse("");
        String kind = name.substring(name.lastIndexOf('.') + 1);
        return switch (kind) {
            case "" -> {
                if (old.has("access-manager")) {
                    draft.unprotected("there is no idm: nobody is known, only rules for $unauthenticated can match");
                }
                yield Optional.empty();
            }
            case "SimpleFileIdentityManager" -> {
                draft.security("users", common.users(security(idm).items("users")));
                yield Optional.of("file");
            }
            case "DbIdentityManager", "DbFileIdentityManager" -> {
                draft.security(
                        "dbim",
                        security(idm).items("dbim").stream()
                                .map(this::collection)
                                .toList());
                yield Optional.of("mongo");
            }
            default -> {
                draft.unprotected(
                        "idm " + name + " is unknown here, so nobody is known and nobody may come in from elsewhere. "
                                + "A class of your own can take its place: docs/identity.md");
                yield Optional.empty();
            }
        };
    }

    private Old security(Old group) {
        return files.read(group.text("conf-file").orElse("security.yml"));
    }

    private Map<String, Object> collection(Old given) {
        Map<String, Object> ours = new LinkedHashMap<>();
        for (String key : List.of(
                "db",
                "coll",
                "prop-name-id",
                "prop-name-password",
                "prop-name-roles",
                "prop-id",
                "prop-password",
                "prop-roles")) {
            given.find(key).ifPresent(value -> ours.put(key.replace("prop-name-", "prop-"), value));
        }
        if (given.flag("create-user", false)) {
            draft.different(
                    "create-user: where there is no user at all, admin is made with a random password, which the log tells once");
        }
        if (!given.text("coll").orElse("_").startsWith("_")) {
            draft.different(
                    "users are in the collection " + given.text("coll").orElse("")
                            + ", which the API can reach; passwords in it are never shown, and hashed when they are written. A name that starts with _ is out of reach");
        }
        return ours;
    }

    private Optional<String> rules() {
        Old manager = old.group("access-manager");
        String name = manager.text("implementation-class").orElse("");
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "" -> Optional.empty();
            case "SimpleAccessManager", "SimpleFileAccessManager" -> {
                draft.security(
                        "permissions",
                        security(manager).items("permissions").stream()
                                .map(Old::all)
                                .toList());
                yield Optional.of("file");
            }
            default -> {
                draft.unprotected(
                        "access-manager " + name + " is unknown here: until permissions are written (docs/security.md),"
                                + " every known user may do everything");
                yield Optional.empty();
            }
        };
    }

    private void mechanism() {
        Old mechanism = old.group("auth-mechanism");
        String name = mechanism.text("implementation-class").orElse("");
        if (name.endsWith("JwtAuthenticationMechanismFactory") || name.contains("Jwt")) {
            common.jwt(mechanism.has("args") ? mechanism.group("args") : mechanism, "auth-mechanism " + name);
        } else if (!name.isEmpty()) {
            draft.unprotected("auth-mechanism " + name
                    + " is unknown here; users come in with a password or a bearer token (docs/identity.md)");
        }
    }

    private void rest() {
        Set<String> told = new LinkedHashSet<>();
        DIFFERENT.forEach((key, text) -> {
            boolean on = old.find(key).filter(value -> !value.equals(false)).isPresent();
            if (on) {
                draft.different(key + ": " + text);
                told.add(key);
            }
        });
        var rest = new ArrayList<>(old.rest());
        rest.addAll(DIFFERENT.keySet().stream().filter(old::has).toList());
        rest.removeAll(told);
        rest.forEach(draft::left);
    }
}
