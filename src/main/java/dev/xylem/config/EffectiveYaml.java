package dev.xylem.config;

import java.util.List;

/** The effective configuration as a file that would start the same server, but for masked secrets. */
final class EffectiveYaml {

    private EffectiveYaml() {}

    static String of(List<Key> keys) {
        var yaml = new StringBuilder();
        var group = "";
        for (var key : keys) {
            var dot = key.path().indexOf('.');
            var owner = dot < 0 ? "" : key.path().substring(0, dot);
            if (!owner.isEmpty() && !owner.equals(group)) {
                yaml.append(owner).append(":\n");
            }
            group = owner;
            yaml.append(line(key, dot < 0 ? "" : "  ", key.path().substring(dot + 1)));
        }
        return yaml.toString();
    }

    private static String line(Key key, String indent, String name) {
        if (key.value().isEmpty()) {
            return "# " + name + ": not set\n";
        }
        var value = key.flow() ? key.value() : scalar(key.value());
        var origin = key.origin().toString();
        return indent + name + ": " + value + (origin.isEmpty() ? "" : "  # " + origin) + "\n";
    }

    /** Plain where YAML reads it back as the same text, else quoted. */
    private static String scalar(String text) {
        return text.matches("[A-Za-z0-9./][A-Za-z0-9./_-]*(:[A-Za-z0-9./_-]+)*") ? text : quoted(text);
    }

    static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ' || c == 0x7f) {
                quoted.append(String.format("\\x%02x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
