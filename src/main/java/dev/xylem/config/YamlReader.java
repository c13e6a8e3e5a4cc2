package dev.xylem.config;

import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.UnicodeReader;

/**
 * YAML to {@link Raw}: from the node graph, so that every value knows its line and nothing is ever instantiated by tag. Duplicate
 * keys are refused. Aliases work within a budget that makes an alias bomb an error.
 */
final class YamlReader {

    private static final int MOST_VALUES = 10_000;

    /** A list of users is longer than any configuration. */
    private static final int MOST_VALUES_OF_LISTS = 500_000;

    private static final int DEEPEST = 30;

    private final String place;
    /** Whose value the text is; empty for a file. */
    private final String key;

    private final boolean hasLines;
    private final int most;
    private int values;

    private YamlReader(String place, String key, boolean hasLines, int most) {
        this.place = place;
        this.key = key;
        this.hasLines = hasLines;
        this.most = most;
    }

    /** A whole file; an empty one is an empty mapping. */
    static Raw file(InputStream file, String place) {
        return new YamlReader(place, "", true, MOST_VALUES).read(new UnicodeReader(file));
    }

    /** A file of users: many of them. */
    static Raw longFile(InputStream file, String place) {
        return new YamlReader(place, "", true, MOST_VALUES_OF_LISTS).read(new UnicodeReader(file));
    }

    /** Flow text given on the command line or in the environment. */
    static Raw flow(String key, Raw.Text text) {
        return new YamlReader(text.origin().place(), key, false, MOST_VALUES).read(new StringReader(text.text()));
    }

    private Raw read(Reader text) {
        try {
            var root = new Yaml(new SafeConstructor(options())).compose(text);
            return root == null ? new Raw.Nothing(new Origin(place, 0)) : raw(root, 0);
        } catch (MarkedYAMLException e) {
            // Only the problem: the full message quotes the text, which may hold a secret.
            throw fault(e.getProblemMark(), "not readable as YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw fault(
                    null,
                    "not readable as YAML: expected UTF-8 text of at most 3 MB, nested at most " + DEEPEST + " deep");
        }
    }

    private static LoaderOptions options() {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(50);
        return options;
    }

    private Raw raw(Node node, int depth) {
        // Aliases are expanded here, so one inside itself, or a cascade of them, meets these limits.
        if (++values > most || depth > DEEPEST) {
            throw fault(node.getStartMark(), "too many or too deeply nested values, aliases counted each time");
        }
        return switch (node) {
            case MappingNode mapping -> mapping(mapping, depth);
            case SequenceNode sequence -> sequence(sequence, depth);
            case ScalarNode scalar
            when scalar.getTag().equals(Tag.NULL) -> new Raw.Nothing(origin(node.getStartMark()));
            case ScalarNode scalar -> new Raw.Text(scalar.getValue(), origin(node.getStartMark()), !scalar.isPlain());
            default -> throw fault(node.getStartMark(), "unexpected " + node.getNodeId());
        };
    }

    private Raw mapping(MappingNode node, int depth) {
        var entries = new LinkedHashMap<String, Raw>();
        for (NodeTuple entry : node.getValue()) {
            var at = entry.getKeyNode().getStartMark();
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                throw fault(at, "expected a key, found a list or a mapping");
            }
            var value = withLineOf(at, raw(entry.getValueNode(), depth + 1));
            var before = entries.put(name.getValue(), value);
            if (before != null) {
                var earlier = before.origin().line();
                throw new SettingsException(new Fault(
                        origin(at),
                        name.getValue(),
                        "given twice" + (earlier == 0 ? "" : "; first on line " + earlier)));
            }
        }
        return new Raw.Mapping(entries, origin(node.getStartMark()));
    }

    /** A value is reported on its key's line, wherever an alias or a line break put the value itself. */
    private Raw withLineOf(Mark key, Raw value) {
        var origin = origin(key);
        return switch (value) {
            case Raw.Text(var text, var _, boolean quoted) -> new Raw.Text(text, origin, quoted);
            case Raw.Nothing _ -> new Raw.Nothing(origin);
            case Raw.Sequence(var items, var _) -> new Raw.Sequence(items, origin);
            case Raw.Mapping(var entries, var _) -> new Raw.Mapping(entries, origin);
        };
    }

    private Raw sequence(SequenceNode node, int depth) {
        List<Raw> items = new ArrayList<>();
        for (Node item : node.getValue()) {
            items.add(raw(item, depth + 1));
        }
        return new Raw.Sequence(List.copyOf(items), origin(node.getStartMark()));
    }

    private Origin origin(@Nullable Mark mark) {
        return new Origin(place, hasLines && mark != null ? mark.getLine() + 1 : 0);
    }

    private SettingsException fault(@Nullable Mark mark, String text) {
        return new SettingsException(new Fault(origin(mark), key, text));
    }
}
