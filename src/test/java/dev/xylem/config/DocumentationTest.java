package dev.xylem.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docs/configuration.md, etc/xylem.yml and the code name the same keys and defaults. */
class DocumentationTest {

    private static final Path PAGE = Path.of("docs/configuration.md");
    private static final Path FILE = Path.of("etc/xylem.yml");

    /** {@code | `key` | kind | `default` | meaning |}. */
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `([a-z.-]+)` \\| [^|]+ \\| `?([^|]+?)`? \\| [^|]+ \\|$");

    /** What the file shows of keys that have no default; of a secret only that it is there. */
    private static final Map<String, String> EXAMPLES = Map.ofEntries(
            Map.entry("mongo-uri", "mongodb://127.0.0.1:27017"),
            Map.entry("cursor-key", "****"),
            Map.entry("idm.implementation-class", "file"),
            Map.entry("idm.conf-file", "security.yml"),
            Map.entry("access-manager.implementation-class", "file"),
            Map.entry("access-manager.conf-file", "security.yml"),
            Map.entry("keystore-file", "server.p12"),
            Map.entry("keystore-password", "****"),
            Map.entry("certpassword", "****"),
            Map.entry("jwt.issuer", "https://login.example.com/"),
            Map.entry("jwt.audience", "[xylem]"),
            Map.entry("jwt.algorithms", "[RS256]"),
            Map.entry("jwt.jwks-uri", "https://login.example.com/keys"),
            Map.entry("audit.file", "audit.log"));

    /** They exclude one that the file shows, so it can only speak of them. */
    private static final Set<String> ALTERNATIVES = Set.of("jwt.key", "jwt.key-file");

    @Test
    void thePageHasEachKeyWithItsDefault() throws IOException {
        Map<String, String> documented = new LinkedHashMap<>();
        ROW.matcher(Files.readString(PAGE)).results().forEach(row -> documented.put(row.group(1), row.group(2)));
        assertEquals(defaults(_ -> "none"), documented);
    }

    @Test
    void theFileStartsTheDefaults() throws IOException {
        var keys = Given.file(Files.readString(FILE)).configuration().keys();
        assertTrue(keys.stream().allMatch(key -> key.origin().equals(Origin.DEFAULT)));
    }

    @Test
    void theFileHasEachKeyWithItsDefault() throws IOException {
        // Prose has one blank after the #, a setting none or the two of its indent.
        var everything = Files.readString(FILE).replaceAll("(?m)^#(?! \\S|$)", "");
        Map<String, String> written = new LinkedHashMap<>();
        for (var key : Given.file(everything).configuration().keys()) {
            if (ALTERNATIVES.contains(key.path())) {
                assertTrue(everything.contains("# or " + key.path().replace("jwt.", "") + ": "));
                continue;
            }
            assertTrue(key.origin().line() > 0, () -> key.path() + " is missing in " + FILE);
            written.put(key.path(), key.value());
        }
        var expected = defaults(key -> EXAMPLES.getOrDefault(key, "none"));
        expected.keySet().removeAll(ALTERNATIVES);
        assertEquals(expected, written);
    }

    @Test
    void bothNameTheKeysOfLaterReleases() throws IOException {
        for (var file : new Path[] {PAGE, FILE}) {
            var text = Files.readString(file);
            ReservedKeys.NAMES
                    .keySet()
                    .forEach(key -> assertTrue(text.contains(key), () -> key + " is missing in " + file));
        }
    }

    /** @param none what stands where there is no default */
    private static Map<String, String> defaults(UnaryOperator<String> none) {
        Map<String, String> defaults = new LinkedHashMap<>();
        for (var key : Given.nothing().configuration().keys()) {
            defaults.put(key.path(), key.fallback().isEmpty() ? none.apply(key.path()) : key.fallback());
        }
        return defaults;
    }
}
