package dev.xylem.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads {@code users} and {@code dbim}. Other sections belong to the access manager, which may share the file; only names that look like a
 * misspelling of ours are refused.
 */
final class IdentityFileReader {

    private static final String USERS = "users";
    private static final String MONGO = "dbim";
    /** The access manager's, and near enough to ours to be taken for a mistake. */
    private static final String PERMISSIONS_IN_MONGO = "dbam";

    private static final Duration LONGEST_TTL = Duration.ofHours(1);

    private final Path file;
    private final Reading reading;
    private final List<String> remarks = new ArrayList<>();

    IdentityFileReader(Path file) {
        this.file = file;
        this.reading = new Reading(List.of(), file.resolveSibling(""));
    }

    IdentityFile read(String implementation) {
        Map<String, Raw> sections = sections();
        refuseMisspelled(sections);
        List<FileUser> users = items(sections, USERS, !implementation.equals("mongo")).stream()
                .flatMap(item -> new FileUserReader(reading).read(item).stream())
                .toList();
        List<MongoUsersSetting> collections = items(sections, MONGO, !implementation.equals("file")).stream()
                .flatMap(item -> collection(item).stream())
                .toList();
        refuseTwins(users);
        reading.throwIfFaulty();
        return new IdentityFile(users, collections, remarks);
    }

    private Map<String, Raw> sections() {
        try (var stream = Files.newInputStream(file)) {
            return switch (YamlReader.longFile(stream, file.toString())) {
                case Raw.Mapping(var entries, var _) -> entries;
                case Raw.Nothing _ -> Map.of();
                case Raw other ->
                    throw new SettingsException(new Fault(
                            other.origin(), "", "expected sections such as users and dbim, found a list or text"));
            };
        } catch (IOException e) {
            throw new SettingsException(new Fault(start(), "", "can't be read; expected a readable YAML file"));
        }
    }

    private Origin start() {
        return new Origin(file.toString(), 0);
    }

    private void refuseMisspelled(Map<String, Raw> sections) {
        sections.forEach((name, raw) -> {
            if (!List.of(USERS, MONGO, PERMISSIONS_IN_MONGO).contains(name)) {
                Nearest.to(name, List.of(USERS, MONGO))
                        .ifPresent(near ->
                                reading.fault(raw.origin(), name, "unknown section; did you mean " + near + "?"));
            }
        });
    }

    private List<Raw> items(Map<String, Raw> sections, String name, boolean required) {
        Raw section = sections.get(name);
        return switch (section) {
            case null -> {
                if (required) {
                    reading.fault(start(), name, "missing; expected a list");
                }
                yield List.of();
            }
            case Raw.Sequence(var items, var _) -> items;
            case Raw other -> {
                reading.fault(other.origin(), name, "expected a list, found " + kindOf(other));
                yield List.of();
            }
        };
    }

    /** Never the text itself, which may be a password. */
    static String kindOf(Raw raw) {
        return raw instanceof Raw.Text ? "text" : raw.described();
    }

    private void refuseTwins(List<FileUser> users) {
        Map<String, Origin> seen = new HashMap<>();
        for (FileUser user : users) {
            Origin earlier = seen.putIfAbsent(user.id(), user.origin());
            if (earlier != null) {
                reading.fault(
                        user.origin(), USERS, "the user " + user.id() + " is there already, on line " + earlier.line());
            }
        }
    }

    private Optional<MongoUsersSetting> collection(Raw item) {
        if (!(item instanceof Raw.Mapping mapping)) {
            reading.fault(item.origin(), MONGO, "expected a mapping with db and coll, found " + kindOf(item));
            return Optional.empty();
        }
        var inner = new Reading(List.of(new Source.Tree("", withoutAliases(mapping))), reading.folder);
        Values values = Values.over(inner);
        var setting = collection(values);
        UnknownKeys.inItem(inner, MONGO + ".");
        reading.faults.addAll(inner.faults);
        return setting;
    }

    private Optional<MongoUsersSetting> collection(Values values) {
        var name = Kind.text("a name");
        var database = values.required("db", name);
        var collection = values.required("coll", name);
        values.get("bcrypt-hashed-password", Kind.flag(), false);
        values.get("create-user", Kind.flag(), false);
        values.find("create-user-document", name);
        String id = values.get("prop-id", name, "_id");
        String password = values.get("prop-password", name, "password");
        String roles = values.get("prop-roles", name, "roles");
        boolean cached = values.get("cache-enabled", Kind.flag(), true);
        int size = values.get("cache-size", Kind.integer(1, 1_000_000), 1000);
        Duration ttl = values.get("cache-ttl", milliseconds(), Duration.ofSeconds(5));
        if (values.get("cache-expire-policy", Kind.upper(ExpirePolicy.class), ExpirePolicy.AFTER_WRITE)
                != ExpirePolicy.AFTER_WRITE) {
            remarks.add(
                    "cache-expire-policy is read as AFTER_WRITE: a user who was removed is refused after cache-ttl");
        }
        if (values.find("create-user", Kind.flag()).orElse(false)) {
            remarks.add(
                    "create-user has no effect: where there is no user at all, admin is made with a random password");
        }
        return database.flatMap(
                db -> collection.map(coll -> new MongoUsersSetting(db, coll, id, password, roles, cached, size, ttl)));
    }

    /** The older system's words. */
    private enum ExpirePolicy {
        AFTER_WRITE,
        AFTER_ACCESS,
        AFTER_READ,
        NEVER
    }

    private Raw.Mapping withoutAliases(Raw.Mapping mapping) {
        Map<String, Raw> entries = new LinkedHashMap<>();
        mapping.entries().forEach((name, raw) -> {
            String ours = name.replace("prop-name-", "prop-");
            if (entries.put(ours, raw) != null) {
                reading.fault(raw.origin(), MONGO + "." + name, "given twice, once as " + ours);
            }
        });
        return new Raw.Mapping(entries, mapping.origin());
    }

    /** As the older system writes times: a bare number is milliseconds. */
    private static Kind<Duration> milliseconds() {
        Function<String, Optional<Duration>> bare =
                text -> Quantity.number(text, 1, LONGEST_TTL.toMillis()).map(Duration::ofMillis);
        return Kind.custom(
                "a time such as 5s, or milliseconds as a bare number, at most 1h",
                text -> bare.apply(text)
                        .or(() -> Quantity.time(text)
                                .filter(time -> time.isPositive() && time.compareTo(LONGEST_TTL) <= 0)),
                Quantity::printTime);
    }
}
