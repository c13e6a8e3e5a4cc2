package dev.xylem.cli;

import dev.xylem.cli.migration.Migration;
import dev.xylem.config.MigrationWords;
import dev.xylem.config.SettingsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The command {@code migrate-config}: a configuration of RESTHeart in, ours out. */
public final class MigrateConfig {
    private static final String CONFIGURATION = "xylem.yml";
    private static final String SECURITY = "security.yml";

    private MigrateConfig() {}

    /**
     * Prints it, or writes it to the folder that is named; never over a file that is there.
     *
     * @throws SettingsException when RESTHeart's files can't be read, or ours not be written
     */
    public static void run(MigrationWords words, Map<String, String> environment) {
        Map<String, String> blanks = new HashMap<>(environment);
        words.blanks().ifPresent(file -> blanks.putAll(properties(Path.of(file))));
        Migration migration = Migration.of(Path.of(words.file()), blanks);
        words.folder().ifPresentOrElse(folder -> write(migration, Path.of(folder)), () -> print(migration));
        if (migration.unprotected()) {
            System.err.println("xylem: LOOK at the top of " + CONFIGURATION
                    + ": some of what was protected is not, or not in the same way");
        }
    }

    private static Map<String, String> properties(Path file) {
        try (var reader = Files.newBufferedReader(file)) {
            var properties = new Properties();
            properties.load(reader);
            return properties.stringPropertyNames().stream()
                    .collect(Collectors.toMap(Function.identity(), name -> properties.getProperty(name)));
        } catch (IOException | IllegalArgumentException e) {
            throw SettingsException.of(List.of(file + ": can't be read; expected lines of name=value"));
        }
    }

    private static void print(Migration migration) {
        System.out.print(migration.configuration());
        migration.security().ifPresent(security -> {
            System.out.println(
                    "\n# ---- " + SECURITY + ", a file of its own: without the first two characters of each line");
            security.lines().forEach(line -> System.out.println("# " + line));
        });
    }

    private static void write(Migration migration, Path folder) {
        try {
            Files.createDirectories(folder);
            for (String name : List.of(CONFIGURATION, SECURITY)) {
                if (Files.exists(folder.resolve(name))) {
                    throw new FileAlreadyExistsException(folder.resolve(name).toString());
                }
            }
            create(folder.resolve(CONFIGURATION), migration.configuration());
            if (migration.security().isPresent()) {
                create(folder.resolve(SECURITY), migration.security().get());
            }
        } catch (FileAlreadyExistsException e) {
            throw SettingsException.of(
                    List.of(e.getMessage() + ": is there already, and is not written over; nothing was written"));
        } catch (IOException e) {
            throw SettingsException.of(List.of(folder + ": can't be written to: " + e));
        }
    }

    /** Both may hold passwords. */
    private static void create(Path file, String text) throws IOException {
        Files.createFile(file, Target.ownerOnly("rw-------"));
        Files.write(file, text.getBytes(StandardCharsets.UTF_8), StandardOpenOption.WRITE);
    }
}
