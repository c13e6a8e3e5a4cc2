package dev.xylem.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code [FILE.yml] [--key=value ...] [--check | --version | --help]}.
 *
 * @param file empty: the default file where there is one
 * @param options values by full key
 */
public record CommandLine(Task task, Optional<String> file, Map<String, String> options) {

    public enum Task {
        SERVE,
        CHECK,
        VERSION,
        HELP
    }

    private static final Map<String, Task> TASKS = Map.of(
            "--check", Task.CHECK, "--version", Task.VERSION, "-v", Task.VERSION, "--help", Task.HELP, "-h", Task.HELP);

    public CommandLine {
        options = Map.copyOf(options);
    }

    /**
     * Looks at the words only, not at the file or the keys.
     *
     * @throws SettingsException for a word that is none of these
     */
    public static CommandLine parse(List<String> words) {
        var task = Task.SERVE;
        Optional<String> file = Optional.empty();
        Map<String, String> options = new LinkedHashMap<>();
        for (var word : words) {
            if (TASKS.containsKey(word)) {
                task = stronger(task, TASKS.getOrDefault(word, task));
            } else if (word.startsWith("-")) {
                option(word, options);
            } else if (file.isPresent()) {
                // Neither is named: what looks like a file may be the value of a "--mongo-uri" without "=".
                throw fault("", "expected at most one FILE, found two words without --");
            } else {
                file = Optional.of(word);
            }
        }
        return new CommandLine(task, file, options);
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
