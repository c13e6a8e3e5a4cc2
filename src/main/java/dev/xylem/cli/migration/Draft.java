package dev.xylem.cli.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** Our configuration as it grows: keys, and comments on what has none. */
final class Draft {
    static final String SECURITY = "security.yml";

    private final StringBuilder keys = new StringBuilder();
    private final Map<String, List<String>> groups = new LinkedHashMap<>();
    private final List<String> unprotected = new ArrayList<>();
    private final List<String> different = new ArrayList<>();
    private final List<String> without = new ArrayList<>();
    private final Map<String, Object> security = new LinkedHashMap<>();

    /** One of our keys; at most one dot. */
    void set(String key, Object value) {
        set(key, value, "");
    }

    /** @param why stands behind it */
    void set(String key, Object value, String why) {
        int dot = key.indexOf('.');
        String line = key.substring(dot + 1) + ": " + written(value) + (why.isEmpty() ? "" : "  # " + why) + "\n";
        if (dot < 0) {
            keys.append(line);
        } else {
            groups.computeIfAbsent(key.substring(0, dot), _ -> new ArrayList<>())
                    .add("  " + line);
        }
    }

    /** Something that RESTHeart protected is open, or closed to all, until somebody has looked at it. */
    void unprotected(String what) {
        unprotected.add(what);
    }

    boolean isUnprotected() {
        return !unprotected.isEmpty();
    }

    void different(String what) {
        different.add(what);
    }

    void without(String key) {
        without.add(key);
    }

    /** A key that nobody has taken over. */
    void left(String key) {
        if (Harmless.is(key)) {
            without(key);
        } else {
            unprotected(key + " is unknown here: if it protected something, nothing does so now");
        }
    }

    /** A section of the file of users and permissions. */
    void security(String section, List<?> items) {
        security.put(section, items);
    }

    boolean hasSecurity() {
        return !security.isEmpty();
    }

    private static String written(Object value) {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.FLOW);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        String text = new Yaml(options).dump(value).strip();
        return text.endsWith("\n...") ? text.substring(0, text.length() - 4) : text;
    }

    String configuration(String from) {
        var text = new StringBuilder(
                "# Made of " + from + " by xylem migrate-config. Look through it, then try it: xylem doctor FILE\n");
        section(text, "LOOK HERE FIRST: what these protected is not protected in the same way", unprotected);
        text.append('\n').append(keys);
        groups.forEach((name, lines) -> text.append(name).append(":\n").append(String.join("", lines)));
        section(text, "Different here", different);
        section(text, "Without effect here, and nothing has to replace them", without);
        return text.toString();
    }

    private static void section(StringBuilder text, String title, List<String> lines) {
        if (!lines.isEmpty()) {
            text.append("\n# ").append(title).append(":\n");
            lines.forEach(
                    line -> text.append("#   ").append(line.replace("\n", " ")).append('\n'));
        }
    }

    String securityFile() {
        var options = new DumperOptions();
        options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
        options.setWidth(Integer.MAX_VALUE);
        options.setSplitLines(false);
        options.setIndicatorIndent(2);
        options.setIndentWithIndicator(true);
        return "# Users and permissions. It holds secrets: chmod 600. Passwords may stay as they are;\n"
                + "# xylem hash-password makes hashes to put in their place.\n"
                + new Yaml(options).dump(security);
    }
}
