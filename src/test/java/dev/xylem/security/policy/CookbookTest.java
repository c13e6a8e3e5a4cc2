package dev.xylem.security.policy;

import static dev.xylem.security.policy.PolicyFixture.policy;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each policy of docs/policies.md does what its own tests say. */
class CookbookTest {
    private static final Path PAGE = Path.of("docs", "policies.md");
    private static final Pattern RECIPE = Pattern.compile("(?ms)^```yaml\n(.*?)^```");

    static List<String> recipes() throws IOException {
        return RECIPE.matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult found) -> found.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void isTested(String recipe) {
        assertTrue(recipe.contains("\ntests:\n"), recipe);
        assertDoesNotThrow(() -> policy(recipe));
    }

    @Test
    void hasOneForEachHeading() throws IOException {
        long headings = Files.readAllLines(PAGE).stream()
                .filter(line -> line.startsWith("## "))
                .count();
        assertTrue(recipes().size() >= headings);
    }
}
