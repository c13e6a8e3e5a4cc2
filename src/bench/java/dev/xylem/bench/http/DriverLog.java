package dev.xylem.bench.http;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The driver's log. */
final class DriverLog {
    /** Held, because loggers are collected as garbage. */
    private static final Logger LOG = Logger.getLogger("org.mongodb");

    private DriverLog() {}

    /** Else each command would be written as JSON, which costs more than the command. */
    static void quiet() {
        LOG.setLevel(Level.WARNING);
    }
}
