package dev.xylem.api;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docs/errors.md and the code name the same problems. */
class ErrorsPageTest {

    /** {@code ### code}, {@code **status** title. When it happens.}, what to do, an example. */
    private static final Pattern SECTION = Pattern.compile("(?ms)^### (.+?)$(.*?)(?=^##|\\z)");

    private static final Pattern CONTENT = Pattern.compile(
            "(?s)\\s*\\*\\*(\\d{3})\\*\\* (.+?)\\. \\S.*\\*What to do:\\* \\S.*```json\n(\\{.*\\})\n```\\s*");

    private static Map<String, String> sections = Map.of();

    @BeforeAll
    static void readThePage() throws IOException {
        sections = SECTION.matcher(Files.readString(Path.of("docs/errors.md")))
                .results()
                .collect(toMap(section -> section.group(1), section -> section.group(2)));
    }

    @Test
    void eachSectionIsAboutAProblemThatExists() {
        assertEquals(
                Arrays.stream(ProblemType.values())
                        .map(ProblemType::code)
                        .sorted()
                        .toList(),
                sections.keySet().stream().sorted().toList());
    }

    @Test
    void theIndexHasEachProblemAtItsStatus() throws IOException {
        String page = Files.readString(Path.of("docs/errors.md"));
        var index = Arrays.stream(ProblemType.values())
                .collect(groupingBy(ProblemType::status, TreeMap::new, mapping(ProblemType::code, toList())));

        index.forEach((status, codes) -> {
            String links = codes.stream()
                    .sorted()
                    .map(code -> "[`" + code + "`](#" + code + ")")
                    .collect(joining(", "));
            assertTrue(page.contains("| " + status + " | " + links + " |"), () -> status + ": " + links);
        });
    }

    @ParameterizedTest
    @EnumSource
    void eachProblemIsExplained(ProblemType type) {
        Matcher content = CONTENT.matcher(sections.getOrDefault(type.code(), ""));
        assertTrue(content.matches(), "docs/errors.md lacks status, title, what to do, or an example");
        assertEquals(type.status() + " " + type.title(), content.group(1) + " " + content.group(2));
        BsonDocument example = BsonDocument.parse(content.group(3));
        assertEquals(type.uri(), example.getString("type").getValue());
        assertEquals(type.title(), example.getString("title").getValue());
        assertEquals(type.status(), example.getNumber("status").intValue());
        assertEquals(type.code(), example.getString("code").getValue());
        assertTrue(example.containsKey("detail") && example.containsKey("instance"));
    }
}
