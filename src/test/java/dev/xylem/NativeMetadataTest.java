package dev.xylem;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;

/** A native executable has only those files that are named to it beforehand. */
class NativeMetadataTest {
    private static final Path METADATA =
            Path.of("src/main/resources/META-INF/native-image/dev.xylem/xylem/reachability-metadata.json");
    private static final Pattern BY_NAME = Pattern.compile("Class\\.forName|getResource(?:AsStream)?\\(\"[^\"]+\"\\)");

    @Test
    void namesOnlyWhatIsThere() throws IOException {
        var resources = BsonDocument.parse(Files.readString(METADATA)).getArray("resources");

        assertTrue(resources.size() > 0);
        for (BsonValue resource : resources) {
            var named = resource.asDocument();
            if (named.containsKey("bundle")) {
                String bundle = named.getString("bundle").getValue();
                assertDoesNotThrow(() -> ResourceBundle.getBundle(bundle, Locale.ENGLISH));
            } else {
                String glob = named.getString("glob").getValue();
                String folder = glob.contains("*") ? glob.substring(0, glob.lastIndexOf('/')) : glob;
                assertNotNull(getClass().getClassLoader().getResource(folder), glob);
            }
        }
    }

    /** The first is in the metadata; the second are plug-ins, which a native executable does not have. */
    @Test
    void ourCodeAsksForNothingElseByName() throws IOException {
        try (var sources = Files.walk(Path.of("src/main/java"))) {
            List<String> found = sources.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .flatMap(NativeMetadataTest::asked)
                    .toList();

            assertEquals(List.of("Version: getResourceAsStream(\"version.txt\")", "PlugIns: Class.forName"), found);
        }
    }

    private static Stream<String> asked(Path source) {
        String type = source.getFileName().toString().replace(".java", "");
        return BY_NAME.matcher(read(source)).results().map(call -> type + ": " + call.group());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
