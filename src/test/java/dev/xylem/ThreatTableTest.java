package dev.xylem;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of threats in docs/security.md has a row for each, and each names a test that is there, or says why it has none. */
class ThreatTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (T\\d\\d) \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+)\\.(\\w+)`");
    private static final String NOT_APPLICABLE = "not applicable: ";

    @Test
    void eachThreatHasARow() throws IOException {
        List<String> wanted = Stream.of(
                        IntStream.rangeClosed(1, 51), IntStream.rangeClosed(53, 57), IntStream.rangeClosed(72, 80))
                .flatMap(IntStream::boxed)
                .map("T%02d"::formatted)
                .toList();

        assertTrue(rows().keySet().containsAll(wanted), () -> "missing in " + wanted);
    }

    @Test
    void eachRowNamesATestThatIsThere() throws IOException {
        for (var row : rows().entrySet()) {
            var named = TEST.matcher(row.getValue());
            if (row.getValue().startsWith(NOT_APPLICABLE)) {
                continue;
            }
            assertTrue(named.find(), row.getKey());
            String source = sourceOf(named.group(1));
            assertTrue(source.contains(" void " + named.group(2) + "("), row.getKey() + ": " + named.group());
        }
    }

    private static Map<String, String> rows() throws IOException {
        var rows = new LinkedHashMap<String, String>();
        ROW.matcher(Files.readString(Path.of("docs/security.md")))
                .results()
                .forEach(row -> rows.put(row.group(1), row.group(2).strip()));
        return rows;
    }

    /** Of all classes of that name. */
    private static String sourceOf(String test) throws IOException {
        try (var files = Files.walk(Path.of("src/test/java"))) {
            var source = new StringBuilder();
            for (Path file : files.filter(file -> file.endsWith(test + ".java")).toList()) {
                source.append(Files.readString(file));
            }
            return source.toString();
        }
    }
}
