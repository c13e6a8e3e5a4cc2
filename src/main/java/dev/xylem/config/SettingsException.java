package dev.xylem.config;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The settings can't be used. The message is for an operator to read. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String text;

    SettingsException(List<Fault> faults) {
        this(faults.stream()
                .sorted(Comparator.comparing(fault -> fault.origin().line()))
                .map(Fault::toString)
                .distinct()
                .collect(Collectors.joining("\n")));
    }

    SettingsException(Fault fault) {
        this(List.of(fault));
    }

    /**
     * A fault that shows only when the setting is used: a data folder that another process holds, say.
     *
     * @param key the full key
     * @param text what was expected, what was found, what may help; no secrets
     */
    public static SettingsException at(String key, String text) {
        return new SettingsException(new Fault(Origin.DEFAULT, key, text));
    }

    /**
     * Faults of another file that the settings name, a policy's say.
     *
     * @param lines each with its place
     */
    public static SettingsException of(List<String> lines) {
        return new SettingsException(String.join("\n", lines));
    }

    private SettingsException(String text) {
        super(text);
        this.text = text;
    }

    /** One line for each fault, without a line break at the end. */
    public String text() {
        return text;
    }
}
