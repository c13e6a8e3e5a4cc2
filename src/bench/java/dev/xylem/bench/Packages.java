package dev.xylem.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.bson.RawBsonDocument;

/** The 63,436 packages of Debian 12 as documents: real data of some size. */
public final class Packages {

    private Packages() {}

    public static Path path() {
        String shared = System.getProperty("xylem.shared", System.getProperty("xylem.home", ".") + "/../shared");
        return Path.of(shared, "data", "packages.ndjson.gz");
    }

    public static List<RawBsonDocument> read() {
        List<RawBsonDocument> all = new ArrayList<>();
        each(all::add);
        return all;
    }

    public static void each(Consumer<RawBsonDocument> consumer) {
        try (var lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path())), StandardCharsets.UTF_8))) {
            lines.lines().map(RawBsonDocument::parse).forEach(consumer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
