package dev.xylem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Namespace;
import dev.xylem.cli.Manifest.Entry;
import dev.xylem.cli.Manifest.Part;
import dev.xylem.storage.StoredCollection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestTest {
    private static final Manifest MANIFEST = new Manifest(
            "0.1.0",
            Instant.parse("2026-01-01T00:00:00Z"),
            Instant.parse("2026-01-01T00:00:05.5Z"),
            List.of(
                    new Entry(
                            new StoredCollection(
                                    new Namespace("shop", "odd \"name\"\n"),
                                    "collection",
                                    BsonDocument.parse("{capped: true, size: {$numberLong: '4096'}}"),
                                    List.of(BsonDocument.parse("{key: {a: 1, b: -1.0}, name: 'ab', unique: true,"
                                            + " partialFilterExpression: {d: {$gt: {$date: 0}}}}"))),
                            List.of(
                                    new Part("shop/x/000001.ndjson", 3_000_000_000L, Optional.of("ab")),
                                    new Part("shop/x/000002.ndjson", 2, Optional.empty()))),
                    new Entry(
                            new StoredCollection(
                                    new Namespace("shop", "view"),
                                    "view",
                                    BsonDocument.parse("{viewOn: 'x', pipeline: []}"),
                                    List.of()),
                            List.of())));

    @Test
    void itIsReadBackAsItWasWritten() {
        assertEquals(MANIFEST, Manifest.parse(MANIFEST.toJson()));
        assertEquals(3_000_000_002L, MANIFEST.documents());
    }

    @Test
    void itHasALineForEachCollection() {
        var lines =
                new String(MANIFEST.toJson(), StandardCharsets.UTF_8).lines().toList();
        assertEquals(4, lines.size());
        assertTrue(lines.get(1).contains("{\"file\": \"shop/x/000002.ndjson\", \"documents\": 2}"), lines.get(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"format\": 1|\"format\": 2|format 2",
                "000002|000001|names shop/x/000001.ndjson twice",
                "\"view\", \"type\"|\"odd \\\"name\\\"\\n\", \"type\"|twice",
                "shop/x/000002.ndjson|../../secret.ndjson|outside the backup: ../../secret.ndjson",
                "shop/x/000002.ndjson|/etc/secret.ndjson|outside the backup: /etc/secret.ndjson",
                "\"options\"|\"optoins\"|can't be read",
                "2026-01-01T00:00:00Z|yesterday|can't be read",
                "{\"format\"|{{\"format\"|can't be read",
            })
    void aWrongOneIsRefused(String right, String wrong, String expected) {
        String json = new String(MANIFEST.toJson(), StandardCharsets.UTF_8);
        assertTrue(json.contains(right), json);
        byte[] changed = json.replace(right, wrong).getBytes(StandardCharsets.UTF_8);
        var refusal = assertThrows(Refusal.class, () -> Manifest.parse(changed));
        assertEquals(Refusal.DAMAGED, refusal.code());
        assertTrue(String.valueOf(refusal.getMessage()).contains(expected), refusal.getMessage());
    }
}
