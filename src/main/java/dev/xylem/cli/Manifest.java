package dev.xylem.cli;

import dev.xylem.api.Namespace;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import dev.xylem.request.JsonReader;
import dev.xylem.storage.StoredCollection;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/**
 * What is in a backup. It is written last: a backup without one was broken off.
 *
 * @param xylem the version that made it
 * @param started before the first document was read
 * @param finished after the last one
 */
record Manifest(String xylem, Instant started, Instant finished, List<Entry> entries) {

    static final String FILE = "manifest.json";
    private static final int FORMAT = 1;
    private static final JsonReader READER = new JsonReader(1000, ProblemType.TOO_DEEP);

    /** Lossless, as canonical Extended JSON is, but plain where the number is an int32. */
    private static final JsonWriterSettings JSON = JsonWriterSettings.builder()
            .outputMode(JsonMode.EXTENDED)
            .int32Converter((value, writer) -> writer.writeNumber(Integer.toString(value)))
            .build();

    Manifest {
        entries = List.copyOf(entries);
    }

    /** One collection and the files with its documents, in order. */
    record Entry(StoredCollection collection, List<Part> parts) {
        Entry {
            parts = List.copyOf(parts);
        }

        long documents() {
            return parts.stream().mapToLong(Part::documents).sum();
        }
    }

    /**
     * One file.
     *
     * @param sha256 in hex; empty when somebody who edited the file took it out
     */
    record Part(String file, long documents, Optional<String> sha256) {}

    long documents() {
        return entries.stream().mapToLong(Entry::documents).sum();
    }

    /** One line for each collection. */
    byte[] toJson() {
        String head = new BsonDocument("format", new BsonInt32(FORMAT))
                .append("xylem", new BsonString(xylem))
                .append("started", new BsonString(started.toString()))
                .append("finished", new BsonString(finished.toString()))
                .toJson(JSON);
        String lines = entries.stream().map(entry -> json(entry).toJson(JSON)).collect(Collectors.joining(",\n"));
        return (head.substring(0, head.length() - 1) + ", \"collections\": [\n" + lines + "\n]}\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static BsonDocument json(Entry entry) {
        StoredCollection collection = entry.collection();
        return new BsonDocument(
                        "database", new BsonString(collection.namespace().database()))
                .append("collection", new BsonString(collection.namespace().collection()))
                .append("type", new BsonString(collection.type()))
                .append("options", collection.options())
                .append("indexes", new BsonArray(collection.indexes()))
                .append(
                        "files",
                        new BsonArray(entry.parts().stream().map(Manifest::json).toList()));
    }

    private static BsonDocument json(Part part) {
        var json = new BsonDocument("file", new BsonString(part.file())).append("documents", number(part.documents()));
        part.sha256().ifPresent(sum -> json.append("sha256", new BsonString(sum)));
        return json;
    }

    private static BsonValue number(long value) {
        return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
    }

    /** @throws Refusal when it is none, or one of a newer format */
    static Manifest parse(byte[] json) {
        try {
            BsonDocument document = READER.read(json, json.length).asDocument();
            int format = document.getNumber("format").intValue();
            if (format != FORMAT) {
                throw Refusal.damaged(
                        "the backup has format %d; this version of Xylem reads format %d".formatted(format, FORMAT));
            }
            var manifest = new Manifest(
                    text(document, "xylem"),
                    Instant.parse(text(document, "started")),
                    Instant.parse(text(document, "finished")),
                    document.getArray("collections").stream()
                            .map(entry -> entry(entry.asDocument()))
                            .toList());
            manifest.requireEachOnce();
            return manifest;
        } catch (ProblemException | BsonInvalidOperationException | DateTimeException e) {
            throw Refusal.damaged(FILE + " can't be read: " + e.getMessage());
        }
    }

    private void requireEachOnce() {
        requireEachOnce(
                entries.stream().map(entry -> entry.collection().namespace().toString()));
        requireEachOnce(
                entries.stream().flatMap(entry -> entry.parts().stream()).map(Part::file));
    }

    private static void requireEachOnce(Stream<String> names) {
        var seen = new HashSet<String>();
        names.filter(name -> !seen.add(name)).findFirst().ifPresent(name -> {
            throw Refusal.damaged(FILE + " names " + name + " twice");
        });
    }

    private static Entry entry(BsonDocument json) {
        var collection = new StoredCollection(
                new Namespace(text(json, "database"), text(json, "collection")),
                text(json, "type"),
                json.getDocument("options"),
                json.getArray("indexes").stream().map(BsonValue::asDocument).toList());
        List<Part> parts = new ArrayList<>();
        for (var file : json.getArray("files")) {
            parts.add(part(file.asDocument()));
        }
        return new Entry(collection, parts);
    }

    private static Part part(BsonDocument json) {
        String file = text(json, "file");
        if (!FileNames.isSafe(file)) {
            throw Refusal.damaged(FILE + " names a file outside the backup: " + file);
        }
        var sum = json.containsKey("sha256") ? Optional.of(text(json, "sha256")) : Optional.<String>empty();
        return new Part(file, json.getNumber("documents").longValue(), sum);
    }

    private static String text(BsonDocument json, String key) {
        return json.getString(key).getValue();
    }
}
