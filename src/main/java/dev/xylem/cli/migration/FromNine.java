package dev.xylem.cli.migration;

import dev.xylem.cli.migration.Migration.NamedFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** RESTHeart 9: a group for each plug-in. What the file does not name has RESTHeart's defaults, since its files may be overrides. */
final class FromNine {
    private static final Set<String> RULE_KEYS =
            Set.of("_id", "id", "name", "description", "role", "roles", "predicate", "priority", "mongo");
    private static final Set<String> MONGO_KEYS = Set.of(
            "readFilter",
            "writeFilter",
            "mergeRequest",
            "projectResponse",
            "allowManagementRequests",
            "allowBulkPatch",
            "allowBulkDelete",
            "allowWriteMode");
    private static final Map<String, String> DIFFERENT = new LinkedHashMap<>();

    static {
        DIFFERENT.put("ajp-listener", "there is no AJP; let the proxy speak HTTP, and say behind-proxy: true");
        DIFFERENT.put("graphql", "there is no GraphQL");
        DIFFERENT.put("proxies", "it is no reverse proxy");
        DIFFERENT.put("static-resources", "no files are served; a web server beside it does that");
        DIFFERENT.put("ping", "/health/live and /health/ready of the management listener");
        DIFFERENT.put("roles", "/_logic/roles/USER");
        DIFFERENT.put("authTokenService", "/_authtokens/USER");
        DIFFERENT.put(
                "bruteForceAttackGuard",
                "always on, by account and address; addresses behind trusted-proxies are believed");
        DIFFERENT.put("filterOperatorsBlacklist", "always on: no operator that runs code is allowed");
        DIFFERENT.put("authCookieSetter", "there are no cookies");
        DIFFERENT.put("authCookieHandler", "there are no cookies");
        DIFFERENT.put("metrics", "always there, at /metrics of the management listener");
        DIFFERENT.put("instance-base-url", "Location is told as a path");
        DIFFERENT.put(
                "mongoRealmAuthenticator.create-user",
                "where there is no user at all, admin is made with a random password, which the log tells once");
    }

    private final Old old;
    private final Draft draft;
    private final NamedFiles files;
    private final Common common;

    FromNine(Old old, Draft draft, NamedFiles files) {
        this.old = old;
        this.draft = draft;
        this.files = files;
        this.common = new Common(draft);
    }

    void run() {
        Optional<String> users = users();
        Optional<String> rules = users.isEmpty() ? Optional.empty() : rules();
        listeners(users.isPresent());
        draft.set(
                "mongo-uri",
                old.group("mclient")
                        .text("connection-string")
                        .or(() -> old.text("mongo-uri"))
                        .orElse("mongodb://127.0.0.1"));
        mongo(old.group("mongo"));
        users.ifPresent(kind -> common.plugIn("idm", kind));
        rules.ifPresent(kind -> common.plugIn("access-manager", kind));
        tokens();
        mechanisms();
        origins();
        common.requests(old);
        common.connections(old.group("connection-options"));
        Old logging = old.group("logging");
        common.log(
                logging.text("log-level").or(() -> old.text("log-level")),
                logging.number("requests-log-mode").or(() -> old.number("requests-log-level")));
        rest();
    }

    private void listeners(boolean secured) {
        Old http = old.group("http-listener");
        Old https = old.group("https-listener");
        boolean tls = https.flag("enabled", false);
        draft.set("http-listener", http.flag("enabled", true) || !tls);
        common.host("http-host", http.text("host"), secured);
        http.number("port").ifPresent(port -> draft.set("http-port", port));
        draft.set("https-listener", tls);
        common.host("https-host", https.text("host"), secured);
        https.number("port").ifPresent(port -> draft.set("https-port", port));
        https.text("keystore-path").ifPresent(path -> {
            draft.set("keystore-file", path);
            https.text("keystore-password").ifPresent(secret -> draft.set("keystore-password", secret));
            https.text("certificate-password").ifPresent(secret -> draft.set("certpassword", secret));
        });
    }

    private void mongo(Old mongo) {
        List<Old> mounts = mongo.items("mongo-mounts");
        common.mounts(
                mounts.isEmpty() ? List.of(Old.of(Map.of("what", "/restheart", "where", "/"))) : mounts,
                mongo.text("uri").orElse("/"));
        draft.set(
                "default-representation-format",
                mongo.text("default-representation-format").orElse("STANDARD"));
        common.etags(mongo);
        common.pages(mongo);
        common.times(mongo);
        mongo.find("enabled");
        mongo.rest().forEach(key -> draft.without("mongo." + key));
    }

    private Optional<String> users() {
        Old file = old.group("fileRealmAuthenticator");
        Old mongo = old.group("mongoRealmAuthenticator");
        boolean inFile = file.flag("enabled", false);
        boolean inMongo = mongo.flag("enabled", true);
        if (inFile) {
            draft.security(
                    "users",
                    common.users(
                            file.text("conf-file").map(files::read).orElse(file).items("users")));
        }
        if (inMongo) {
            draft.security("dbim", List.of(collection(mongo)));
        }
        if (!inFile && !inMongo) {
            draft.unprotected("no authenticator of RESTHeart's own is enabled, so nobody is known here");
        }
        return kind(inFile, inMongo);
    }

    private static Optional<String> kind(boolean file, boolean mongo) {
        return file && mongo
                ? Optional.of("file-and-mongo")
                : file ? Optional.of("file") : mongo ? Optional.of("mongo") : Optional.empty();
    }

    private Map<String, Object> collection(Old given) {
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("db", given.text("users-db").orElse("restheart"));
        ours.put("coll", given.text("users-collection").orElse("users"));
        given.text("prop-id").ifPresent(name -> ours.put("prop-id", name));
        given.text("prop-password").ifPresent(name -> ours.put("prop-password", name));
        String roles = given.text("json-path-roles").orElse("$.roles");
        if (roles.matches("\\$\\.\\w+")) {
            ours.put("prop-roles", roles.substring(2));
        } else {
            draft.unprotected("json-path-roles " + roles + " leads deeper than a property: no role is found in users");
        }
        if (!given.flag("enforce-minimum-password-strength", false)) {
            draft.different("passwords that are easy to guess are not taken (password-strength, 3; 0 takes any)");
        }
        return ours;
    }

    private Optional<String> rules() {
        Old full = old.group("fullAuthorizer");
        if (full.flag("enabled", false)) {
            if (full.flag("authentication-required", true)) {
                draft.different(
                        "fullAuthorizer: without access-manager every known user may do everything, and strangers nothing");
            } else {
                draft.unprotected(
                        "fullAuthorizer lets everybody do everything; here known users may, and strangers may do nothing");
            }
            return Optional.empty();
        }
        Old file = old.group("fileAclAuthorizer");
        Old mongo = old.group("mongoAclAuthorizer");
        boolean inMongo = mongo.flag("enabled", true);
        List<Map<String, Object>> rules = new ArrayList<>();
        if (inMongo) {
            mongo.text("root-role").ifPresent(role -> rules.add(root(role)));
            stored(mongo);
        }
        if (file.flag("enabled", false)) {
            List<Old> given =
                    file.text("conf-file").map(files::read).orElse(file).items("permissions");
            given.forEach(rule -> rule(rule, rules));
        }
        if (rules.isEmpty() && !inMongo) {
            draft.unprotected(
                    "no authorizer of RESTHeart's own is enabled: nobody may do anything until permissions are written");
        }
        if (!rules.isEmpty() || !inMongo) {
            draft.security("permissions", rules);
        }
        return kind(!rules.isEmpty() || !inMongo, inMongo);
    }

    private void stored(Old mongo) {
        Map<String, Object> ours = new LinkedHashMap<>();
        ours.put("db", mongo.text("acl-db").orElse("restheart"));
        ours.put("coll", mongo.text("acl-collection").orElse("acl"));
        draft.security("dbam", List.of(ours));
        draft.unprotected(
                "permissions in " + ours.get("db") + "." + ours.get("coll")
                        + " are read as they are, with three differences: a lower priority is tried first here, a higher one there;"
                        + " one without a mongo section limits nothing here, so give each a mongo: {}; and one bad document makes the whole set bad");
    }

    private static Map<String, Object> root(String role) {
        Map<String, Object> rule = new LinkedHashMap<>();
        rule.put("id", "root-role");
        rule.put("role", role);
        rule.put("predicate", "path-prefix[\"/\"]");
        rule.put("priority", -999_999_999);
        return rule;
    }

    /** A rule without its limits would open what they close; so one that we can't say is left out. */
    private void rule(Old given, List<Map<String, Object>> rules) {
        Map<String, Object> rule = given.all();
        Old mongo = given.group("mongo");
        List<String> unknown = new ArrayList<>(
                rule.keySet().stream().filter(key -> !RULE_KEYS.contains(key)).toList());
        mongo.all().keySet().stream()
                .filter(key -> !MONGO_KEYS.contains(key))
                .map(key -> "mongo." + key)
                .forEach(unknown::add);
        if (unknown.isEmpty()) {
            rule.put("mongo", mongo.all());
            rules.add(rule);
        } else {
            draft.unprotected("the permission for " + rule.getOrDefault("roles", rule.get("role"))
                    + " with the predicate " + rule.get("predicate") + " is left out, since it uses "
                    + String.join(", ", unknown) + ": write it anew, see docs/security.md");
        }
    }

    private void tokens() {
        Old random = old.group("rndTokenManager");
        Old jwt = old.group("jwtTokenManager");
        boolean enabled = random.flag("enabled", true) || jwt.flag("enabled", false);
        common.tokens(enabled, random.number("ttl").or(() -> jwt.number("ttl")));
        if (jwt.flag("enabled", false)) {
            draft.different(
                    "jwtTokenManager: tokens are random texts; auth-token-store: mongo lets all servers know them");
        }
    }

    private void mechanisms() {
        Old jwt = old.group("jwtAuthenticationMechanism");
        if (jwt.flag("enabled", false)) {
            common.jwt(jwt, "jwtAuthenticationMechanism");
        }
        for (String name : List.of("digestAuthMechanism", "identityAuthMechanism")) {
            if (old.group(name).flag("enabled", false)) {
                draft.unprotected(name + " is unknown here; users come in with a password, a token or a bearer token");
            }
        }
        old.find("tokenBasicAuthMechanism");
        if (!old.group("basicAuthMechanism").flag("enabled", true)) {
            draft.different("basicAuthMechanism: passwords are always taken where users are known");
        }
    }

    private void origins() {
        Old veto = old.group("originVetoer");
        List<String> allowed = veto.texts("whitelist");
        if (veto.flag("enabled", false)) {
            draft.set("cors.origins", allowed, "whose pages may read answers");
        }
    }

    private void rest() {
        DIFFERENT.forEach((key, text) -> {
            String[] names = key.split("\\.", 2);
            Old group = old.group(names[0]);
            boolean on = old.has(names[0])
                    && (names.length == 2 ? group.flag(names[1], false) : group.flag("enabled", true));
            if (on) {
                draft.different(key + ": " + text);
            }
        });
        old.rest().stream()
                .filter(key -> Harmless.is(key) || old.group(key).flag("enabled", true))
                .forEach(draft::left);
    }
}
