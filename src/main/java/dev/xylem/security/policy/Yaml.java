package dev.xylem.security.policy;

import dev.xylem.config.SettingsException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonBoolean;
import org.bson.BsonDocument;
import org.bson.BsonDouble;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
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
 * A value in a YAML file that knows its line and column. Nothing is instantiated by tag; aliases are refused, since two places that are one
 * have no line of their own.
 */
final class Yaml {
    private static final int DEEPEST = 50;

    private final String file;
    private final String text;
    private final Node node;

    private Yaml(String file, String text, Node node) {
        this.file = file;
        this.text = text;
        this.node = node;
    }

    /** @throws SettingsException when it is no YAML; null for an empty file */
    static @Nullable Yaml read(String file, byte[] bytes) {
        var options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setMaxAliasesForCollections(0);
        try {
            Node root = new org.yaml.snakeyaml.Yaml(new SafeConstructor(options))
                    .compose(new UnicodeReader(new ByteArrayInputStream(bytes)));
            return root == null ? null : new Yaml(file, new String(bytes, StandardCharsets.UTF_8), root);
        } catch (MarkedYAMLException e) {
            // Only the problem: the full message quotes the text, which may hold passwords.
            throw fault(place(file, e.getProblemMark()), "not readable as YAML: " + e.getProblem());
        } catch (YAMLException e) {
            throw fault(file, "not readable as YAML: expected UTF-8 text, nested at most " + DEEPEST + " deep");
        }
    }

    private static String place(String file, @Nullable Mark mark) {
        return mark == null ? file : file + ":" + (mark.getLine() + 1) + ":" + (mark.getColumn() + 1);
    }

    private static SettingsException fault(String place, String text) {
        return SettingsException.of(List.of(place + ": " + text));
    }

    SettingsException fault(String text) {
        return fault(place(), text);
    }

    /** File, line and column. */
    String place() {
        return place(file, node.getStartMark());
    }

    boolean isNothing() {
        return node.getTag().equals(Tag.NULL);
    }

    boolean isMapping() {
        return node instanceof MappingNode;
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** In the order written. */
    Map<String, Yaml> entries() {
        if (!(node instanceof MappingNode mapping)) {
            throw fault("expected keys and values, found " + described());
        }
        var entries = new LinkedHashMap<String, Yaml>();
        for (NodeTuple entry : mapping.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode name)) {
                throw fault(place(file, entry.getKeyNode().getStartMark()), "expected a key");
            }
            if (entries.put(name.getValue(), new Yaml(file, text, entry.getValueNode())) != null) {
                throw fault(place(file, name.getStartMark()), name.getValue() + ": given twice");
            }
        }
        return entries;
    }

    List<Yaml> items() {
        if (!(node instanceof SequenceNode sequence)) {
            throw fault("expected a list, found " + described());
        }
        var items = new ArrayList<Yaml>();
        sequence.getValue().forEach(item -> items.add(new Yaml(file, text, item)));
        return items;
    }

    String text() {
        if (!(node instanceof ScalarNode scalar) || isNothing()) {
            throw fault("expected a text, found " + described());
        }
        return scalar.getValue();
    }

    /** One text, or a list of them. */
    List<String> texts() {
        return isList() ? items().stream().map(Yaml::text).toList() : List.of(text());
    }

    private String described() {
        return switch (node) {
            case MappingNode _ -> "keys and values";
            case SequenceNode _ -> "a list";
            default -> isNothing() ? "nothing" : "a text";
        };
    }

    /** Where a character of the text stands in the file. */
    String position(int offset) {
        if (!(node instanceof ScalarNode scalar)) {
            return place();
        }
        Mark start = scalar.getStartMark();
        boolean single = scalar.getEndMark().getLine() == start.getLine();
        ScalarStyle style = scalar.getScalarStyle();
        if (single) {
            int quote = style == ScalarStyle.SINGLE_QUOTED || style == ScalarStyle.DOUBLE_QUOTED ? 1 : 0;
            return file + ":" + (start.getLine() + 1) + ":"
                    + (start.getColumn() + quote + inSource(scalar, offset) + 1);
        }
        return style == ScalarStyle.LITERAL
                ? inBlock(scalar, offset)
                : place() + " (character " + (offset + 1) + " of the text)";
    }

    /** A quote inside single quotes is written twice. */
    private static int inSource(ScalarNode scalar, int offset) {
        String before = scalar.getValue()
                .substring(0, Math.min(offset, scalar.getValue().length()));
        char doubled = switch (scalar.getScalarStyle()) {
            case SINGLE_QUOTED -> '\'';
            case DOUBLE_QUOTED -> '"';
            default -> 0;
        };
        return offset
                + (int) before.chars().filter(c -> c == doubled && doubled != 0).count();
    }

    private String inBlock(ScalarNode scalar, int offset) {
        String before = scalar.getValue()
                .substring(0, Math.min(offset, scalar.getValue().length()));
        int line = (int) before.chars().filter(c -> c == '\n').count();
        int column = offset - (before.lastIndexOf('\n') + 1);
        int first = scalar.getStartMark().getLine() + 1;
        int indent = indentOf(text, first + line) - indentOf(scalar.getValue(), line);
        return file + ":" + (first + line + 1) + ":" + (indent + column + 1);
    }

    private static int indentOf(String text, int line) {
        return text.lines()
                .skip(line)
                .findFirst()
                .map(found -> found.length() - found.stripLeading().length())
                .orElse(0);
    }

    /** Types as YAML has them; objects such as {@code {$oid: ..}} as Extended JSON. */
    BsonDocument document() {
        return BsonDocument.parse(bson().asDocument().toJson());
    }

    String jsonOfList() {
        String wrapped = new BsonDocument("a", bson()).toJson();
        return wrapped.substring(wrapped.indexOf('['), wrapped.lastIndexOf(']') + 1);
    }

    private BsonValue bson() {
        return switch (node) {
            case MappingNode _ -> {
                var document = new BsonDocument();
                entries().forEach((key, value) -> document.put(key, value.bson()));
                yield document;
            }
            case SequenceNode _ ->
                new BsonArray(items().stream().map(Yaml::bson).toList());
            case ScalarNode scalar -> scalar(scalar);
            default -> throw fault("expected a value");
        };
    }

    private BsonValue scalar(ScalarNode scalar) {
        String value = scalar.getValue();
        try {
            return switch (scalar.getTag().getValue()) {
                case "tag:yaml.org,2002:null" -> BsonNull.VALUE;
                case "tag:yaml.org,2002:bool" ->
                    BsonBoolean.valueOf(List.of("true", "yes", "on").contains(value.toLowerCase(Locale.ROOT)));
                case "tag:yaml.org,2002:int" -> number(Long.decode(value.replace("_", "")));
                case "tag:yaml.org,2002:float" -> new BsonDouble(Double.parseDouble(value.replace("_", "")));
                default -> new BsonString(value);
            };
        } catch (NumberFormatException e) {
            throw fault("expected a number, found " + value);
        }
    }

    private static BsonValue number(long value) {
        return value == (int) value ? new BsonInt32((int) value) : new BsonInt64(value);
    }
}
