package dev.xylem.plan;

import java.util.List;

/** A plan with what the caller should know of it, for the header {@code Xylem-Warning}. */
public record Planned(Plan plan, List<String> warnings) {
    public Planned {
        warnings = List.copyOf(warnings);
    }

    static Planned of(Plan plan) {
        return new Planned(plan, List.of());
    }

    /** Names the keys that were not written. */
    static Planned dropping(Plan plan, List<String> keys) {
        return new Planned(plan, droppedKeys(keys));
    }

    /** The warnings about keys that were not written. */
    public static List<String> droppedKeys(List<String> keys) {
        if (keys.isEmpty()) {
            return keys;
        }
        return keys.stream()
                .distinct()
                .map(key -> "the key '" + key + "' was not written: names starting with '_' are reserved")
                .toList();
    }
}
