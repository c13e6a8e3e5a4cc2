package dev.xylem.security.policy;

import dev.xylem.api.Caller;
import dev.xylem.api.Namespace;
import dev.xylem.config.Nearest;
import dev.xylem.config.SettingsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.json.JsonParseException;
import org.jspecify.annotations.Nullable;

/**
 * What a policy file says: {@code permissions}, {@code dbam} and {@code tests}. Other sections are the identity manager's.
 *
 * @param stored empty where no collection is named
 */
record PolicyFile(List<RuleText> rules, Optional<StoredRulesSetting> stored, List<PolicyTest> tests) {
    private static final List<String> SECTIONS = List.of("permissions", "dbam", "tests");
    private static final List<String> OTHERS = List.of("users", "dbim", "adim", "jwt");
    private static final List<String> RULE_KEYS =
            List.of("id", "_id", "name", "description", "role", "roles", "predicate", "priority", "mongo");
    private static final List<String> TEST_KEYS = List.of("name", "as", "method", "path", "body", "expect", "filter");
    private static final int SHORTEST_TTL = 100;
    private static final int LONGEST_TTL = 5_000;
    private static final int USUAL_TTL = 2_000;

    PolicyFile {
        rules = List.copyOf(rules);
        tests = List.copyOf(tests);
    }

    static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw SettingsException.of(List.of(file + ": can't be read; expected a readable YAML file"));
        }
    }

    /** @throws SettingsException when it is not what it should be */
    static PolicyFile read(Path file, byte[] bytes, boolean ownRules, boolean storedRules) {
        Yaml root = Yaml.read(file.toString(), bytes);
        if (root == null || root.isNothing()) {
            throw SettingsException.of(
                    List.of(file + ": empty; expected permissions (permissions: [] says that nobody may do anything)"));
        }
        Map<String, Yaml> sections = root.entries();
        refuseUnknown(sections, SECTIONS, OTHERS);
        if (ownRules && !sections.containsKey("permissions")) {
            throw root.fault(
                    "permissions: missing; expected a list of rules (permissions: [] says that nobody may do anything)");
        }
        if (storedRules && !sections.containsKey("dbam")) {
            throw root.fault("dbam: missing; expected the collection of permissions, as dbam: [{db: .., coll: ..}]");
        }
        return new PolicyFile(
                ownRules ? rules(file, sections) : List.of(),
                storedRules ? Optional.of(stored(section(sections, "dbam"))) : Optional.empty(),
                sections.containsKey("tests") ? tests(section(sections, "tests")) : List.of());
    }

    private static Yaml section(Map<String, Yaml> entries, String name) {
        Yaml found = entries.get(name);
        if (found == null) {
            throw new IllegalStateException(name);
        }
        return found;
    }

    private static void refuseUnknown(Map<String, Yaml> entries, List<String> known, List<String> others) {
        entries.forEach((name, value) -> {
            if (!known.contains(name) && !others.contains(name)) {
                throw value.fault(name + ": unknown key"
                        + Nearest.to(name, known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; expected " + String.join(", ", known)));
            }
        });
    }

    private static List<RuleText> rules(Path file, Map<String, Yaml> sections) {
        var rules = new ArrayList<RuleText>();
        var ids = new HashSet<String>();
        for (Yaml item : section(sections, "permissions").items()) {
            RuleText rule = rule(file.getFileName() + "#" + (rules.size() + 1), item);
            if (!ids.add(rule.id())) {
                throw item.fault("id: " + rule.id() + " is another rule's already");
            }
            rules.add(rule);
        }
        return rules;
    }

    private static RuleText rule(String usualId, Yaml item) {
        Map<String, Yaml> keys = item.entries();
        refuseUnknown(keys, RULE_KEYS, List.of());
        Yaml predicate = required(item, keys, "predicate");
        Yaml id = first(keys, "id", "_id", "name");
        Yaml mongo = first(keys, "mongo");
        return new RuleText(
                id == null ? usualId : id.text(),
                item.place(),
                roles(item, keys),
                predicate.text(),
                predicate::position,
                priority(first(keys, "priority")),
                mongo == null || mongo.isNothing() ? null : mongo(mongo));
    }

    private static @Nullable Yaml first(Map<String, Yaml> keys, String... names) {
        for (String name : names) {
            if (keys.containsKey(name)) {
                return keys.get(name);
            }
        }
        return null;
    }

    private static Yaml required(Yaml item, Map<String, Yaml> keys, String name) {
        Yaml found = keys.get(name);
        if (found == null) {
            throw item.fault(name + ": missing");
        }
        return found;
    }

    private static List<String> roles(Yaml item, Map<String, Yaml> keys) {
        if (keys.containsKey("role") == keys.containsKey("roles")) {
            throw item.fault("role: expected either role or roles");
        }
        Yaml given = section(keys, keys.containsKey("role") ? "role" : "roles");
        List<String> roles = given.texts();
        if (roles.isEmpty() || roles.stream().anyMatch(String::isBlank)) {
            throw given.fault("roles: expected the names of roles");
        }
        return roles;
    }

    private static OptionalInt priority(@Nullable Yaml given) {
        if (given == null || given.isNothing()) {
            return OptionalInt.empty();
        }
        if (!given.text().matches("-?\\d{1,9}")) {
            throw given.fault("priority: expected a whole number; lower is tried first");
        }
        return OptionalInt.of(Integer.parseInt(given.text()));
    }

    private static BsonDocument mongo(Yaml given) {
        return given.document();
    }

    private static StoredRulesSetting stored(Yaml section) {
        List<Yaml> items = section.items();
        if (items.size() != 1) {
            throw section.fault("dbam: expected one collection, found " + items.size());
        }
        Yaml item = items.getFirst();
        Map<String, Yaml> keys = item.entries();
        List<String> known = List.of("db", "coll", "cache-ttl");
        refuseUnknown(keys, known, List.of("cache-enabled", "cache-size", "cache-expire-policy"));
        String database = required(item, keys, "db").text();
        String collection = required(item, keys, "coll").text();
        if (Set.of("admin", "config", "local").contains(database) || collection.startsWith("system.")) {
            throw item.fault("dbam: expected a collection that is not MongoDB's own");
        }
        return new StoredRulesSetting(new Namespace(database, collection), ttl(keys.get("cache-ttl")));
    }

    private static Duration ttl(@Nullable Yaml given) {
        if (given == null) {
            return Duration.ofMillis(USUAL_TTL);
        }
        String text = given.text();
        int millis = text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
        if (millis < SHORTEST_TTL || millis > LONGEST_TTL) {
            throw given.fault("cache-ttl: expected milliseconds, " + SHORTEST_TTL + " to " + LONGEST_TTL);
        }
        return Duration.ofMillis(millis);
    }

    private static List<PolicyTest> tests(Yaml section) {
        var tests = new ArrayList<PolicyTest>();
        for (Yaml item : section.items()) {
            Map<String, Yaml> keys = item.entries();
            refuseUnknown(keys, TEST_KEYS, List.of());
            Yaml expect = required(item, keys, "expect");
            if (!Set.of("allow", "deny", "401").contains(expect.text())) {
                throw expect.fault("expect: expected allow, deny or 401");
            }
            Yaml body = keys.get("body");
            Yaml filter = keys.get("filter");
            tests.add(new PolicyTest(
                    item.place(),
                    caller(required(item, keys, "as")),
                    keys.containsKey("method") ? section(keys, "method").text() : "GET",
                    required(item, keys, "path").text(),
                    body == null ? null : json(body),
                    expect.text(),
                    filter == null ? null : object(filter)));
        }
        return tests;
    }

    private static String json(Yaml given) {
        return given.isMapping() ? given.document().toJson() : given.isList() ? given.jsonOfList() : given.text();
    }

    private static BsonDocument object(Yaml given) {
        try {
            return given.isMapping() ? given.document() : BsonDocument.parse(given.text());
        } catch (JsonParseException e) {
            throw given.fault("filter: expected an object, or the text of one as JSON");
        }
    }

    /** Further keys beside user and roles are the user's properties. */
    private static Caller caller(Yaml given) {
        if (!given.isMapping()) {
            if (given.text().equals("anonymous")) {
                return Caller.STRANGER;
            }
            throw given.fault("as: expected anonymous, or {user: .., roles: [..]}");
        }
        Map<String, Yaml> keys = new LinkedHashMap<>(given.entries());
        String user = required(given, keys, "user").text();
        List<String> roles = keys.containsKey("roles") ? section(keys, "roles").texts() : List.of();
        BsonDocument properties = given.document();
        properties.remove("user");
        properties.remove("roles");
        return new Caller(user, Set.copyOf(roles), properties);
    }
}
