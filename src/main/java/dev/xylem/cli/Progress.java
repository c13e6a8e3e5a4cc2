package dev.xylem.cli;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Tells how far a command is: one line that is written over on a terminal, a new line every ten seconds elsewhere. */
final class Progress {
    private static final Duration ON_TERMINAL = Duration.ofMillis(200);
    private static final Duration ELSEWHERE = Duration.ofSeconds(10);
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintStream out;
    private final boolean terminal;
    private String what = "";
    private long documents;
    private long began;
    private long shown;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Progress onStderr() {
        return new Progress(
                System.err,
                Optional.ofNullable(System.console())
                        .filter(Console::isTerminal)
                        .isPresent());
    }

    /** A line that stays. */
    void say(String line) {
        out.println((terminal ? CLEAR_LINE : "") + line);
    }

    void begin(String name) {
        what = name;
        documents = 0;
        began = System.nanoTime();
        shown = began;
        if (terminal) {
            show();
        }
    }

    void add(int more) {
        documents += more;
        long now = System.nanoTime();
        if (now - shown >= (terminal ? ON_TERMINAL : ELSEWHERE).toNanos()) {
            shown = now;
            show();
        }
    }

    void end() {
        say(line());
    }

    private void show() {
        if (terminal) {
            out.print(CLEAR_LINE + line());
            out.flush();
        } else {
            out.println(line() + " ...");
        }
    }

    private String line() {
        double seconds = Math.max(0.001, (System.nanoTime() - began) / 1e9);
        return String.format(Locale.ROOT, "%s: %,d documents, %,.0f/s", what, documents, documents / seconds);
    }
}
