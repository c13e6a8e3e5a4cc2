package dev.xylem.http;

import java.util.Locale;

/** The stages that are timed. */
enum Stage {
    IDENTIFY,
    PARSE,
    AUTHORIZE,
    PLAN,
    EXECUTE,
    RENDER;

    private final String label = name().toLowerCase(Locale.ROOT);

    String label() {
        return label;
    }
}
