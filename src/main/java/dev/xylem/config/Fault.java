package dev.xylem.config;

/**
 * One thing wrong with the settings. Never holds a secret value.
 *
 * @param key the full key, or empty when the fault is not one key's
 * @param text what was expected, what was found, what may help
 */
record Fault(Origin origin, String key, String text) {

    @Override
    public String toString() {
        var place = origin.toString();
        return (place.isEmpty() ? "" : place + ": ") + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
