package dev.xylem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The table of faults in docs/reliability.md has a row for each, and each names a test that is there, or says why it has none. */
class ReliabilityTableTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (R\\d\\d) \\| [^|]+ \\| ([^|]+) \\|$");
    private static final Pattern TEST = Pattern.compile("`(\\w+Test)\\.(\\w+)`");
    private static final String NOT_HERE = "not here: ";

    @Test
    void eachFaultHasARow() throws IOException {
        assertEquals(IntStream.rangeClosed(1, 38).mapToObj("R%02d"::formatted).toList(), List.copyOf(rows().keySet()));
    }

    @Test
    void eachRowNamesATestThatIsThere() throws IOException {
        for (var row : rows().entrySet()) {
            assertTrue(
                    row.getValue().startsWith(NOT_HERE)
                            || TEST.matcher(row.getValue()).find(),
                    row.getKey());
        }
    }

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        var missing = new ArrayList<String>();
        for (var named : TEST.matcher(page()).results().toList()) {
            if (!sourceOf(named.group(1)).contains(" void " + named.group(2) + "(")) {
                missing.add(named.group());
            }
        }
        assertEquals(List.of(), missing);
    }

    private static Map<String, String> rows() throws IOException {
        var rows = new LinkedHashMap<String, String>();
        ROW.matcher(page())
                .results()
                .forEach(row -> rows.put(row.group(1), row.group(2).strip()));
        return rows;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/reliability.md"));
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
