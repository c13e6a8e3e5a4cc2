package dev.xylem.config;

/**
 * Where a value was written.
 *
 * @param place {@code etc/xylem.yml}, {@code command line} or {@code environment variable XYLEM_..}; empty for a default
 * @param line 1-based, 0 where there are no lines
 */
public record Origin(String place, int line) {

    public static final Origin DEFAULT = new Origin("", 0);

    static final Origin COMMAND_LINE = new Origin("command line", 0);

    static Origin environment(String variable) {
        return new Origin("environment variable " + variable, 0);
    }

    @Override
    public String toString() {
        return line == 0 ? place : place + ":" + line;
    }
}
