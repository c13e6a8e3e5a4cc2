package dev.xylem.cli;

import dev.xylem.config.Settings;
import dev.xylem.storage.diagnosis.Diagnosis;
import dev.xylem.storage.diagnosis.Finding;
import dev.xylem.storage.diagnosis.Finding.Kind;
import java.io.PrintStream;
import java.util.List;

/** The command {@code doctor}: connects as configured and says what is wrong, in words. */
public final class Doctor {
    private static final int WRONG = 1;

    private Doctor() {}

    /**
     * Returns the exit code: 0 when the server can work, 1 when it can't.
     *
     * @param store where the data are, without credentials
     */
    public static int run(Settings settings, String store, PrintStream out) {
        // Else the JVM warns, on the terminal, of what netty calls.
        System.setProperty("io.netty.noUnsafe", "true");
        out.println("ok     settings: read, and right in themselves");
        out.println("       store: " + store);
        List<Finding> findings = Diagnosis.of(settings);
        findings.forEach(finding -> out.println(word(finding.kind()) + finding.about() + ": " + finding.text()));
        boolean wrong = findings.stream().anyMatch(finding -> finding.kind() == Kind.WRONG);
        out.println(
                wrong
                        ? "The server can't work like this: see WRONG above."
                        : "The server can work with these settings.");
        return wrong ? WRONG : 0;
    }

    private static String word(Kind kind) {
        return switch (kind) {
            case WELL -> "ok     ";
            case OFF -> "off    ";
            case NOTE -> "note   ";
            case WRONG -> "WRONG  ";
        };
    }
}
