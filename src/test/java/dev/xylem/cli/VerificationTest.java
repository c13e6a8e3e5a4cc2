package dev.xylem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.xylem.api.Namespace;
import dev.xylem.cli.Manifest.Entry;
import dev.xylem.storage.StoredCollection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerificationTest {
    private static final String DATA = "shop/orders/000001.ndjson";

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"backup", "backup.tar", "backup.tar.gz", "backup.tgz"})
    void whatWasWrittenIsFoundWhole(String name) throws IOException {
        assertEquals(3, verify(backup(name)).documents());
    }

    @Test
    void aTarMadeByHandOfTheFolderIsFoundWhole() throws IOException {
        Path backup = backup("backup");
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            put(tar, "./" + Manifest.FILE, Files.readAllBytes(backup.resolve(Manifest.FILE)));
            put(tar, "./" + DATA, Files.readAllBytes(backup.resolve(DATA)));
        }
        assertEquals(3, verify(write("hand.tar", bytes.toByteArray())).documents());
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup.tar", "backup.tar.gz"})
    void whereverItIsCutItIsRefused(String name) throws IOException {
        byte[] whole = Files.readAllBytes(backup(name));
        // What follows the manifest in a tar is padding.
        int end = name.endsWith("gz") ? whole.length : endOfText(whole);
        for (int length = 0; length < end; length += name.endsWith("gz") ? 1 : 37) {
            assertDamaged(write("cut", Arrays.copyOf(whole, length)), "");
        }
    }

    private static int endOfText(byte[] tar) {
        int end = tar.length;
        while (tar[end - 1] == 0) {
            end--;
        }
        return end;
    }

    @Test
    void aFlippedBitIsRefused() throws IOException {
        byte[] tar = Files.readAllBytes(backup("backup.tar"));
        int at = new String(tar, StandardCharsets.ISO_8859_1).indexOf("\"2\"");
        tar[at + 1] ^= 1;
        assertDamaged(write("flipped.tar", tar), DATA + " was changed since the export");
    }

    @Test
    void aLineThatIsNoDocumentIsNamed() throws IOException {
        Path backup = backup("backup");
        Path data = backup.resolve(DATA);
        Files.writeString(data, Files.readString(data).replace("{\"_id\": {\"$numberInt\": \"1\"}}", "{\"_id\": }"));
        assertDamaged(backup, DATA + ":2: ");
    }

    @Test
    void aLineTooManyOrTooFewIsRefused() throws IOException {
        Path backup = backup("backup");
        Path data = backup.resolve(DATA);
        Files.writeString(data, Files.readString(data) + "{\"_id\": 9}\n");
        assertDamaged(backup, DATA + " holds 4 documents, its manifest says 3");
        Files.writeString(data, "{\"_id\": 9}\n");
        assertDamaged(backup, DATA + " holds 1 documents, its manifest says 3");
        Files.delete(data);
        assertDamaged(backup, "the backup lacks " + DATA);
    }

    @Test
    void anEmptyLineIsNoDocument() throws IOException {
        Path backup = backup("backup");
        Path data = backup.resolve(DATA);
        Files.writeString(data, Files.readString(data) + "\n");
        assertDamaged(backup, DATA + ":4: ");
    }

    @Test
    void whoEditsAFileTakesTheChecksumOut() throws IOException {
        Path backup = backup("backup");
        Path data = backup.resolve(DATA);
        Path manifest = backup.resolve(Manifest.FILE);
        // Without the last line's end, as editors leave it.
        Files.writeString(data, "{_id: 9}\r\n{\"_id\":10}");
        Files.writeString(
                manifest,
                Files.readString(manifest).replaceFirst("\"documents\": 3, \"sha256\": \"\\w+\"", "\"documents\": 2"));
        assertEquals(2, verify(backup).documents());
    }

    @Test
    void dataThatTheManifestDoesNotNameIsRefused() throws IOException {
        Path backup = backup("backup");
        Files.writeString(backup.resolve("shop/orders/000002.ndjson"), "{\"_id\": 9}\n");
        assertDamaged(backup, "000002.ndjson, which its manifest does not name");
    }

    @Test
    void aFolderWithoutManifestIsRefused() throws IOException {
        Path backup = backup("backup");
        Files.delete(backup.resolve(Manifest.FILE));
        assertDamaged(backup, "has no manifest.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil.ndjson", "/etc/evil.ndjson", "shop/../../evil.ndjson", "..\\evil.ndjson"})
    void namesThatLeadOutsideAreRefused(String name) throws IOException {
        assertDamaged(tarWith(new TarArchiveEntry(name, true)), "points outside of it");
    }

    @ParameterizedTest
    @ValueSource(bytes = {TarConstants.LF_SYMLINK, TarConstants.LF_LINK, TarConstants.LF_FIFO, TarConstants.LF_CHR})
    void linksAndDevicesAreRefused(byte type) throws IOException {
        var entry = new TarArchiveEntry("shop/evil.ndjson", type);
        entry.setLinkName("/etc/passwd");
        assertDamaged(tarWith(entry), "is a link, or no file at all");
    }

    @Test
    void aLinkInAFolderIsRefused() throws IOException {
        Path backup = backup("backup");
        Path outside = write("outside", Files.readAllBytes(backup.resolve(DATA)));
        Files.delete(backup.resolve(DATA));
        Files.createSymbolicLink(backup.resolve(DATA), outside);
        assertDamaged(backup, DATA + " in the backup is a link");
    }

    @Test
    void whatIsNoBackupIsRefused() throws IOException {
        assertDamaged(write("x.tar", "not a tar at all ".repeat(100).getBytes(StandardCharsets.UTF_8)), "");
        assertDamaged(write("empty.tar", new byte[0]), "");
    }

    @Test
    void aFileThatIsNotThereIsAWrongWord() {
        var refusal = assertThrows(Refusal.class, () -> verify(folder.resolve("no-such.tar")));
        assertEquals(Refusal.WRONG_WORDS, refusal.code());
    }

    private static void assertDamaged(Path backup, String expected) {
        var refusal = assertThrows(Refusal.class, () -> verify(backup));
        assertEquals(Refusal.DAMAGED, refusal.code(), refusal.getMessage());
        assertTrue(String.valueOf(refusal.getMessage()).contains(expected), refusal.getMessage());
    }

    private static Manifest verify(Path backup) {
        var progress = new Progress(new PrintStream(OutputStream.nullOutputStream()), false);
        return Verification.of(backup, BackupFiles.in(backup), progress);
    }

    /** Of shop.orders with the documents 0, 1 and 2. */
    private Path backup(String name) throws IOException {
        Path path = folder.resolve(name);
        try (var target = Target.open(path)) {
            var parts = new PartWriter(target, "shop/orders");
            for (int id = 0; id < 3; id++) {
                parts.add(new RawBsonDocument(new BsonDocument("_id", new BsonInt32(id)), new BsonDocumentCodec()));
            }
            var orders =
                    new StoredCollection(new Namespace("shop", "orders"), "collection", new BsonDocument(), List.of());
            var entry = new Entry(orders, parts.finish());
            byte[] manifest = new Manifest("0", Instant.EPOCH, Instant.EPOCH, List.of(entry)).toJson();
            target.put(Manifest.FILE, manifest, manifest.length);
            target.finish();
        }
        return path;
    }

    private Path tarWith(TarArchiveEntry entry) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(bytes)) {
            tar.putArchiveEntry(entry);
            tar.closeArchiveEntry();
        }
        return write("evil.tar", bytes.toByteArray());
    }

    private static void put(TarArchiveOutputStream tar, String name, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(name);
        entry.setSize(content.length);
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private Path write(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }
}
