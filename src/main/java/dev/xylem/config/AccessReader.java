package dev.xylem.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads {@code idm}, {@code access-manager} and what goes with them. The names of the older system's classes, with or without package, mean ours. */
final class AccessReader {

    private static final String SECURITY = "org.restheart.security.impl.";

    private static final Duration SHORTEST_TTL = Duration.ofSeconds(1);
    private static final Duration LONGEST_TTL = Duration.ofHours(12);

    /** Ours, each with the older system's. */
    private static final Map<String, List<String>> IDENTITY = Map.of(
            "file", List.of("SimpleFileIdentityManager", "FileIdentityManager"),
            "mongo", List.of("DbIdentityManager", "MongoIdentityManager"),
            "file-and-mongo", List.of("DbFileIdentityManager"));

    private static final Map<String, List<String>> ACCESS = Map.of(
            "file", List.of("SimpleAccessManager", "SimpleFileAccessManager", "FileAccessManager"),
            "mongo", List.of("MongoAccessManager", "DbAccessManager"),
            "file-and-mongo", List.of("DbFileAccessManager"));

    private AccessReader() {}

    static AccessSettings read(Values values) {
        return new AccessSettings(
                plugIn(values, "idm", IDENTITY),
                plugIn(values, "access-manager", ACCESS),
                values.get("allow-open", Kind.flag(), false),
                values.get("password-strength", Kind.integer(0, 4), 3),
                JwtReader.read(values.group("jwt")),
                tokens(values),
                audit(values.group("audit")));
    }

    private static AccessSettings.Tokens tokens(Values values) {
        return new AccessSettings.Tokens(
                values.get("auth-token-enabled", Kind.flag(), true),
                values.get("auth-token-ttl", minutes(), Duration.ofMinutes(15)),
                values.get("auth-token-store", Kind.lower(TokenPlace.class), TokenPlace.MEMORY));
    }

    /** As the older system writes it: a bare number is minutes. */
    private static Kind<Duration> minutes() {
        Function<String, Optional<Duration>> bare =
                text -> Quantity.number(text, 1, LONGEST_TTL.toMinutes()).map(Duration::ofMinutes);
        return Kind.custom(
                "minutes as a bare number, or a time such as 5s, 1s to 12h",
                text -> bare.apply(text)
                        .or(() -> Quantity.time(text)
                                .filter(time -> time.compareTo(SHORTEST_TTL) >= 0 && time.compareTo(LONGEST_TTL) <= 0)),
                Quantity::printTime);
    }

    private static AccessSettings.Audit audit(Values values) {
        boolean enabled = values.get("enabled", Kind.flag(), true);
        Optional<Path> file = values.find("file", Kind.text("a file")).map(text -> values.file("file", text));
        return new AccessSettings.Audit(enabled, file);
    }

    private static Optional<PlugIn> plugIn(Values values, String name, Map<String, List<String>> known) {
        Values group = values.group(name);
        Optional<String> implementation = group.find("implementation-class", implementation(known));
        Optional<String> file = group.find("conf-file", Kind.text("a file, absolute or relative to this one"));
        if (implementation.isEmpty() && file.isPresent()) {
            group.fault(
                    group.origin("conf-file"),
                    "implementation-class",
                    "missing; expected " + implementation(known).expected());
        }
        Optional<Path> path = file.map(text -> group.file("conf-file", text));
        path.filter(Files::isDirectory)
                .or(() -> path.filter(Files::notExists))
                .ifPresent(wrong -> group.fault(
                        group.origin("conf-file"),
                        "conf-file",
                        "expected a file that exists, found " + EffectiveYaml.quoted(wrong.toString())));
        return implementation.map(found -> new PlugIn(found, path));
    }

    private static Kind<String> implementation(Map<String, List<String>> known) {
        String ours = known.keySet().stream().sorted().collect(Collectors.joining(", "));
        return Kind.custom(
                ours + " or the name of a class on the class path",
                text -> known.entrySet().stream()
                        .filter(entry ->
                                entry.getKey().equals(text) || entry.getValue().contains(withoutPackage(text)))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .or(() -> Optional.of(text).filter(AccessReader::isClassName)),
                Function.identity());
    }

    private static String withoutPackage(String name) {
        return name.startsWith(SECURITY) ? name.substring(SECURITY.length()) : name;
    }

    private static boolean isClassName(String text) {
        return text.matches("(?:[A-Za-z_$][\\w$]*\\.)+[A-Za-z_$][\\w$]*") && !text.startsWith("org.restheart.");
    }
}
