package dev.xylem.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"b", "b.tar", "b.tar.gz"})
    void whatIsNotFinishedIsNotThere(String name) throws IOException {
        Path path = folder.resolve(name);
        try (var target = Target.open(path)) {
            target.put("a/b/c", new byte[1000], 1000);
            assertFalse(Files.exists(path));
            assertTrue(Files.exists(folder.resolve(name + ".partial")));
        }
        assertEquals(List.of(), List.of(folder.toFile().list()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"b", "b.tar", "b.tar.gz"})
    void onlyTheOwnerMayReadIt(String name) throws IOException {
        Path path = folder.resolve(name);
        try (var target = Target.open(path)) {
            target.finish();
        }
        String permissions = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
        assertEquals("---", permissions.substring(3, 6));
        assertEquals("---", permissions.substring(6));
    }

    @Test
    void nothingIsOverwritten() throws IOException {
        Files.writeString(folder.resolve("b.tar"), "precious");
        Files.writeString(folder.resolve("b"), "precious");
        Files.createDirectories(folder.resolve("full/precious"));
        Files.createDirectory(folder.resolve("c.partial"));
        for (var name : List.of("b.tar", "b", "full", "c", "no/such/folder.tar")) {
            var refusal = assertThrows(Refusal.class, () -> Target.requireFree(folder.resolve(name)));
            assertEquals(Refusal.WRONG_WORDS, refusal.code());
        }
    }

    @Test
    void anEmptyFolderMayBeFilled() throws IOException {
        Path path = Files.createDirectory(folder.resolve("empty"));
        Target.requireFree(path);
        try (var target = Target.open(path)) {
            target.put("a", new byte[1], 1);
            target.finish();
        }
        assertEquals(1, Files.size(path.resolve("a")));
    }
}
