package dev.xylem.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one pass over the sources has met so far. The keys asked for are, by that, the known ones. */
final class Reading {

    final Map<String, Key> keys = new LinkedHashMap<>();
    final Set<String> groups = new HashSet<>();
    final List<Fault> faults = new ArrayList<>();

    /** Strongest first; flow text that stands for a group joins right behind the source it came from. */
    final List<Source> sources;

    /** What relative file names on the command line and in the environment start from. */
    final Path folder;

    Reading(List<Source> sources, Path folder) {
        this.sources = new ArrayList<>(sources);
        this.folder = folder;
    }

    void fault(Origin origin, String key, String text) {
        faults.add(new Fault(origin, key, text));
    }

    void throwIfFaulty() {
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }
}
