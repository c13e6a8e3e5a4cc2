package dev.xylem.config;

import dev.xylem.config.BackupWords.OnExisting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code [serve | check | doctor | export FILE | import FILE | hash-password | migrate-config FILE [FOLDER]] [FILE.yml] [--key=value ...]
 * [--check | --version | --help]}.
 *
 * @param file empty: the default file where there is one
 * @param options values by full key
 * @param backup what the tasks EXPORT and IMPORT are about; empty for the others
 * @param migration what the task MIGRATE_CONFIG is about; empty for the others
 */
public record CommandLine(
        Task task,
        Optional<String> file,
        Map<String, String> options,
        Optional<BackupWords> backup,
        Optional<MigrationWords> migration) {

    public enum Task {
        SERVE,
        EXPORT,
        IMPORT,
        HASH_PASSWORD,
        MIGRATE_CONFIG,
        DOCTOR,
        CHECK,
        VERSION,
        HELP
    }

    private static final Map<String, Task> TASKS = Map.of(
            "--check", Task.CHECK, "--version", Task.VERSION, "-v", Task.VERSION, "--help", Task.HELP, "-h", Task.HELP);

    private static final Map<String, Task> COMMANDS = Map.of(
            "serve", Task.SERVE,
            "check", Task.CHECK,
            "doctor", Task.DOCTOR,
            "export", Task.EXPORT,
            "import", Task.IMPORT,
            "hash-password", Task.HASH_PASSWORD,
            "migrate-config", Task.MIGRATE_CONFIG);
    private static final String ONLY = "only";
    private static final String ENV_FILE = "env-file";
    private static final String ON_EXISTING = "on-existing";

    public CommandLine {
        options = Map.copyOf(options);
    }

    /**
     * Looks at the words only, not at the file or the keys.
     *
     * @throws SettingsException for a word that is none of these
     */
    public static CommandLine parse(List<String> words) {
        var named = words.isEmpty() ? null : COMMANDS.get(words.getFirst());
        var command = named == null ? Task.SERVE : named;
        var task = command;
        List<String> files = new ArrayList<>();
        Map<String, String> options = new LinkedHashMap<>();
        for (var word : named == null ? words : words.subList(1, words.size())) {
            if (TASKS.containsKey(word)) {
                task = stronger(task, TASKS.getOrDefault(word, task));
            } else if (word.startsWith("-")) {
                option(word, options);
            } else {
                files.add(word);
            }
        }
        // With --check, --version or --help nothing is exported, and no FILE is missed.
        if (command == Task.HASH_PASSWORD && task == command && words.size() > 1) {
            // Above all no password: others see the words of a command line.
            throw fault("hash-password", "expected no further words: the password is read from standard input");
        }
        var backup = task == command && (command == Task.EXPORT || command == Task.IMPORT)
                ? Optional.of(backup(command, files, options))
                : Optional.<BackupWords>empty();
        var migration = task == Task.MIGRATE_CONFIG && command == task
                ? Optional.of(migration(files, options))
                : Optional.<MigrationWords>empty();
        return new CommandLine(task, onlyFile(files), options, backup, migration);
    }

    private static BackupWords backup(Task command, List<String> files, Map<String, String> options) {
        if (files.isEmpty()) {
            throw fault(
                    command == Task.EXPORT ? "export" : "import",
                    "expected FILE: a folder, or a name with .tar or .tar.gz");
        }
        var only = options.remove(ONLY);
        var onExisting = command == Task.IMPORT ? options.remove(ON_EXISTING) : null;
        return new BackupWords(files.removeFirst(), only == null ? List.of() : names(only), onExisting(onExisting));
    }

    private static MigrationWords migration(List<String> files, Map<String, String> options) {
        var blanks = Optional.ofNullable(options.remove(ENV_FILE));
        if (files.isEmpty() || files.size() > 2 || !options.isEmpty()) {
            throw fault(
                    "migrate-config",
                    "expected FILE, perhaps a FOLDER to write to, perhaps --env-file=FILE, and nothing else");
        }
        var words = new MigrationWords(
                files.getFirst(), files.size() == 2 ? Optional.of(files.getLast()) : Optional.empty(), blanks);
        files.clear();
        return words;
    }

    private static List<String> names(String only) {
        var names = List.of(only.split(",", -1));
        if (names.contains("")) {
            throw fault("--" + ONLY, "expected databases or db.coll, separated by commas");
        }
        return names;
    }

    private static OnExisting onExisting(@Nullable String word) {
        return switch (word) {
            case null -> OnExisting.FAIL;
            case "fail" -> OnExisting.FAIL;
            case "skip" -> OnExisting.SKIP;
            case "replace" -> OnExisting.REPLACE;
            default -> throw fault("--" + ON_EXISTING, "expected fail, skip or replace");
        };
    }

    private static Optional<String> onlyFile(List<String> files) {
        if (files.size() > 1) {
            // Neither is named: what looks like a file may be the value of a "--mongo-uri" without "=".
            throw fault("", "expected at most one FILE, found two words without --");
        }
        return files.stream().findFirst();
    }

    /** Whoever asks for help gets it, whatever else stands there. */
    private static Task stronger(Task one, Task other) {
        return one.compareTo(other) > 0 ? one : other;
    }

    private static void option(String word, Map<String, String> options) {
        var equals = word.indexOf('=');
        if (!word.startsWith("--") || equals < 3) {
            var near = Nearest.to(word, List.of("--check", "--version", "--help"));
            throw fault(
                    word.substring(0, equals < 0 ? word.length() : equals),
                    near.map(name -> "unknown option; did you mean " + name + "?")
                            .orElse("expected --key=value, --check, --version or --help"));
        }
        if (options.put(word.substring(2, equals), word.substring(equals + 1)) != null) {
            throw fault(word.substring(0, equals), "given twice");
        }
    }

    private static SettingsException fault(String word, String text) {
        return new SettingsException(new Fault(Origin.COMMAND_LINE, word, text));
    }
}
