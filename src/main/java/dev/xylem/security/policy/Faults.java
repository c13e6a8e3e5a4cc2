package dev.xylem.security.policy;

import dev.xylem.config.SettingsException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with a policy: all of it, so that one look is enough. */
final class Faults {
    private final List<String> lines = new ArrayList<>();

    void add(String place, String what, String text) {
        lines.add(place + ": " + what + ": " + text);
    }

    /** @throws SettingsException when there are any */
    void throwIfAny() {
        if (!lines.isEmpty()) {
            throw SettingsException.of(lines);
        }
    }
}
