package dev.xylem.config;

import java.text.Normalizer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Reads one item of {@code users}. */
final class FileUserReader {

    private static final String SECTION = "users";
    private static final int LONGEST = 255;
    private static final Pattern UNFIT = Pattern.compile("[:\\p{Cntrl}]");
    private static final Pattern DECIMAL = Pattern.compile("[-+]?\\d{1,300}\\.\\d{0,300}(?:[eE][-+]?\\d{1,3})?");

    private final Reading reading;

    FileUserReader(Reading reading) {
        this.reading = reading;
    }

    /** Empty when a fault was noted. */
    Optional<FileUser> read(Raw item) {
        if (!(item instanceof Raw.Mapping(Map<String, Raw> entries, Origin origin))) {
            fault(
                    item,
                    "",
                    "expected a mapping with userid, password and roles, found " + IdentityFileReader.kindOf(item));
            return Optional.empty();
        }
        Optional<String> id = text(entries, "userid", origin).flatMap(text -> id(text, entries));
        Optional<String> password = text(entries, "password", origin);
        Optional<Set<String>> roles = roles(entries, origin);
        if (id.isEmpty() || password.isEmpty() || roles.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new FileUser(id.get(), password.get(), roles.get(), properties(entries), origin));
    }

    private Optional<String> id(String text, Map<String, Raw> entries) {
        String id = Normalizer.normalize(text, Normalizer.Form.NFC);
        if (id.length() > LONGEST || UNFIT.matcher(id).find()) {
            fault(
                    entries.get("userid"),
                    "userid",
                    "expected at most " + LONGEST + " characters, no ':' and no control characters");
            return Optional.empty();
        }
        return Optional.of(id);
    }

    private Optional<String> text(Map<String, Raw> entries, String name, Origin origin) {
        if (entries.get(name) instanceof Raw.Text text && !text.text().isEmpty()) {
            return Optional.of(text.text());
        }
        String found = entries.containsKey(name) ? "expected text, found something else" : "missing; expected text";
        reading.fault(entries.containsKey(name) ? origin(entries, name) : origin, SECTION + "." + name, found);
        return Optional.empty();
    }

    private static Origin origin(Map<String, Raw> entries, String name) {
        Raw raw = entries.get(name);
        return raw == null ? Origin.DEFAULT : raw.origin();
    }

    private Optional<Set<String>> roles(Map<String, Raw> entries, Origin origin) {
        if (entries.containsKey("role") && entries.containsKey("roles")) {
            fault(entries.get("role"), "role", "given beside roles; one of them is enough");
            return Optional.empty();
        }
        Raw raw = entries.getOrDefault("roles", entries.get("role"));
        return switch (raw) {
            case null -> {
                reading.fault(origin, SECTION + ".roles", "missing; expected a list of roles, [] for none");
                yield Optional.empty();
            }
            case Raw.Text(String role, var _, var _) -> Optional.of(Set.of(role));
            case Raw.Sequence(List<Raw> items, var _) -> roles(items);
            case Raw other -> {
                fault(other, "roles", "expected a list of roles, found " + IdentityFileReader.kindOf(other));
                yield Optional.empty();
            }
        };
    }

    private Optional<Set<String>> roles(List<Raw> items) {
        Set<String> roles = new HashSet<>();
        for (Raw item : items) {
            if (!(item instanceof Raw.Text text) || text.text().isEmpty()) {
                fault(item, "roles", "expected names, found " + IdentityFileReader.kindOf(item));
                return Optional.empty();
            }
            roles.add(text.text());
        }
        return Optional.of(roles);
    }

    private static BsonDocument properties(Map<String, Raw> entries) {
        var properties = new BsonDocument();
        entries.forEach((name, raw) -> {
            if (!Set.of("userid", "password", "role", "roles").contains(name)) {
                properties.append(name, value(raw));
            }
        });
        return properties;
    }

    private static BsonValue value(Raw raw) {
        return switch (raw) {
            case Raw.Nothing _ -> BsonNull.VALUE;
            case Raw.Text(String text, var _, boolean quoted) -> quoted ? new BsonString(text) : plain(text);
            case Raw.Sequence(List<Raw> items, var _) ->
                new BsonArray(items.stream().map(FileUserReader::value).toList());
            case Raw.Mapping(Map<String, Raw> entries, var _) -> {
                var document = new BsonDocument();
                entries.forEach((name, inner) -> document.append(name, value(inner)));
                yield document;
            }
        };
    }

    /** What YAML 1.2 makes of text without quotes. */
    private static BsonValue plain(String text) {
        if (text.equals("true") || text.equals("false")) {
            return BsonBoolean.valueOf(text.equals("true"));
        }
        if (text.matches("[-+]?\\d{1,18}")) {
            long number = Long.parseLong(text);
            return number == (int) number ? new BsonInt32((int) number) : new BsonInt64(number);
        }
        return DECIMAL.matcher(text).matches() ? new BsonDouble(Double.parseDouble(text)) : new BsonString(text);
    }

    private void fault(@Nullable Raw at, String name, String text) {
        reading.fault(at == null ? Origin.DEFAULT : at.origin(), name.isEmpty() ? SECTION : SECTION + "." + name, text);
    }
}
