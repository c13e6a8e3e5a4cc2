package dev.xylem.security;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditFileTest {
    private static final long ONE_MEGABYTE = 1 << 20;

    @TempDir
    private Path folder;

    private static BsonDocument entry(String what) {
        return new BsonDocument("event", new BsonString(what));
    }

    /** The numbers, of lines each of which has the hash of the one before. */
    private static List<Long> chained(List<String> lines) throws NoSuchAlgorithmException {
        String before = "";
        var numbers = new ArrayList<Long>();
        for (String line : lines) {
            BsonDocument parsed = BsonDocument.parse(line);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(before.getBytes(StandardCharsets.UTF_8));
            assertEquals(
                    HexFormat.of().formatHex(hash), parsed.getString("previous").getValue());
            numbers.add(parsed.getNumber("number").longValue());
            before = line;
        }
        return numbers;
    }

    @Test
    void theChainGoesOnAfterARestart() throws Exception {
        Path file = folder.resolve("audit.log");
        var first = AuditFile.open(file, ONE_MEGABYTE);
        first.append(entry("a"));
        first.append(entry("\u2028 zwei"));
        AuditFile.open(file, ONE_MEGABYTE).append(entry("c"));

        assertEquals(List.of(1L, 2L, 3L), chained(Files.readAllLines(file)));
    }

    @Test
    void theChainGoesOnInTheNextFile() throws Exception {
        Path file = folder.resolve("audit.log");
        var log = AuditFile.open(file, 300);
        for (int i = 0; i < 7; i++) {
            log.append(entry("e" + i));
        }
        var lines = new ArrayList<String>();
        for (int age = 9; age >= 1; age--) {
            Path older = folder.resolve("audit.log." + age);
            lines.addAll(Files.exists(older) ? Files.readAllLines(older) : List.of());
        }
        lines.addAll(Files.readAllLines(file));

        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L), chained(lines));
        Files.delete(file);
        AuditFile.open(file, 300).append(entry("after"));
        assertEquals(
                true,
                BsonDocument.parse(Files.readString(file)).getNumber("number").longValue() > 1);
    }

    @Test
    void whatWasCutOffStaysALineOfItsOwn() throws Exception {
        Path file = folder.resolve("audit.log");
        AuditFile.open(file, ONE_MEGABYTE).append(entry("a"));
        Files.writeString(file, "{\"event\": \"hal", StandardOpenOption.APPEND);
        AuditFile.open(file, ONE_MEGABYTE).append(entry("b"));

        List<String> lines = Files.readAllLines(file);
        assertEquals(3, lines.size());
        assertEquals(2, BsonDocument.parse(lines.get(2)).getNumber("number").longValue());
    }

    @Test
    void whatCannotBeWrittenIsNoFile() {
        assertThrows(IOException.class, () -> AuditFile.open(folder, ONE_MEGABYTE));
        assertThrows(IOException.class, () -> AuditFile.open(folder.resolve("no/such/folder"), ONE_MEGABYTE));
    }
}
