package dev.xylem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Links between our pages lead somewhere: to a file that is there, and to a heading in it. */
class DocumentationLinksTest {

    private static final Pattern LINK = Pattern.compile("]\\(([^)#:]*)(?:#([^)]+))?\\)");
    private static final Pattern CODE = Pattern.compile("(?ms)^```.*?^```|`[^`\n]*`");
    private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

    static Stream<Path> pages() throws IOException {
        try (var top = Files.list(Path.of(""));
                var docs = Files.list(Path.of("docs"));
                var decisions = Files.list(Path.of("etc/adr"))) {
            return Stream.of(top, docs, decisions, Stream.of(Path.of("clients/js/README.md")))
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void linksOnlyToWhatIsThere(Path page) {
        List<String> dead = LINK.matcher(CODE.matcher(read(page)).replaceAll(""))
                .results()
                .filter(link -> !leadsSomewhere(page, link.group(1), link.group(2)))
                .map(link -> link.group())
                .toList();
        assertEquals(List.of(), dead);
    }

    @Test
    void theSiteAndTheReadmeLeadToEachPage() throws IOException {
        String navigation = read(Path.of("src/site/mkdocs.yml"));
        String readme = read(Path.of("README.md"));

        try (var docs = Files.list(Path.of("docs"))) {
            List<String> forgotten = docs.map(Path::toString)
                    .filter(page -> page.endsWith(".md"))
                    .filter(page -> !navigation.contains(": " + page + "\n") || !readme.contains("(" + page + ")"))
                    .toList();
            assertEquals(List.of(), forgotten);
        }
    }

    private static boolean leadsSomewhere(Path from, String file, String heading) {
        Path target = file.isEmpty() ? from : from.resolveSibling(file);
        return Files.exists(target) && (heading == null || anchors(target).anyMatch(heading::equals));
    }

    /** As GitHub and GitLab make them. */
    private static Stream<String> anchors(Path page) {
        return HEADING.matcher(read(page))
                .results()
                .map(heading -> heading.group(1)
                        .toLowerCase(Locale.ROOT)
                        .replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'));
    }

    private static String read(Path page) {
        try {
            return Files.readString(page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
