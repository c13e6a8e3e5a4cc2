package dev.xylem.cli;

import dev.xylem.config.BackupWords;
import dev.xylem.config.Settings;
import dev.xylem.config.SettingsException;
import dev.xylem.storage.StoreFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.InvalidPathException;

/** The commands {@code export} and {@code import}: whatever happens ends as an exit code and a line on stderr. */
public final class BackupCommand {

    private BackupCommand() {}

    /** Returns the exit code: 0 only if everything was read, written and counted. */
    public static int export(BackupWords words, Settings settings, String version) {
        return run("export", progress -> new Export(words, version, progress).run(settings));
    }

    /** Returns the exit code: 0 only if everything was read, written and counted. */
    public static int restore(BackupWords words, Settings settings) {
        return run("import", progress -> new Import(words, progress).run(settings));
    }

    private interface Work {
        void run(Progress progress) throws IOException;
    }

    private static int run(String command, Work work) {
        // Else the JVM warns, on the terminal, of what netty calls.
        System.setProperty("io.netty.noUnsafe", "true");
        var progress = Progress.onStderr();
        try {
            work.run(progress);
            return 0;
        } catch (Refusal e) {
            return failed(progress, command, e, e.code());
        } catch (SettingsException | InvalidPathException e) {
            return failed(progress, command, e, Refusal.WRONG_WORDS);
        } catch (StoreFailure | IOException | UncheckedIOException e) {
            return failed(progress, command, e, Refusal.BROKEN_OFF);
        }
    }

    private static int failed(Progress progress, String command, Exception e, int code) {
        // The system's own words alone, "no such file", don't name what they are about.
        var cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        var text = cause instanceof IOException ? cause.toString() : cause.getMessage();
        progress.say("xylem: " + command + " failed: " + text);
        return code;
    }
}
