package dev.xylem.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A cursor over the merged sources. Code that reads a key through it is the only place that names the key, its kind and its
 * default. A fault is noted and the default returned, so that one start reports all of them.
 */
final class Values {

    private final Reading reading;
    private final String prefix;
    /** For messages: differs from the prefix inside list items. */
    private final String shownPrefix;

    private Values(Reading reading, String prefix, String shownPrefix) {
        this.reading = reading;
        this.prefix = prefix;
        this.shownPrefix = shownPrefix;
    }

    static Values over(Reading reading) {
        return new Values(reading, "", "");
    }

    /** The value, or the default where no source has the key or its value is a fault. */
    <T> T get(String name, Kind<T> kind, T fallback) {
        var found = find(name);
        var value = found.flatMap(raw -> parse(name, kind, raw)).orElse(fallback);
        note(name, kind.expected(), kind.print().apply(fallback), kind.print().apply(value), false, found);
        return value;
    }

    /** The value, or empty: a key without default. */
    <T> Optional<T> find(String name, Kind<T> kind) {
        var found = find(name);
        var value = found.flatMap(raw -> parse(name, kind, raw));
        note(name, kind.expected(), "", value.map(kind.print()).orElse(""), false, found);
        return value;
    }

    /** Keys under {@code name.}; each may come from another source. */
    Values group(String name) {
        var path = prefix + name;
        reading.groups.add(path);
        for (int i = 0; i < reading.sources.size(); i++) {
            var here = reading.sources.get(i).at(path);
            if (here.isPresent()) {
                var inline = mapping(path, here.get());
                if (inline.isPresent()) {
                    reading.sources.add(++i, new Source.Tree(path + ".", inline.get()));
                }
            }
        }
        return new Values(reading, path + ".", shownPrefix + name + ".");
    }

    /** The mapping that flow text stands for; empty where the source itself holds the entries, or on a fault. */
    private Optional<Raw.Mapping> mapping(String path, Raw raw) {
        var meant = raw instanceof Raw.Text text && text.text().startsWith("{") ? YamlReader.flow(path, text) : raw;
        if (meant instanceof Raw.Mapping mapping) {
            return mapping == raw ? Optional.empty() : Optional.of(mapping);
        }
        if (!(meant instanceof Raw.Nothing)) {
            reading.fault(raw.origin(), path, "expected a mapping of keys to values, found " + meant.described());
        }
        return Optional.empty();
    }

    /**
     * A list of mappings.
     *
     * @param read reads one item; empty when a fault was noted
     * @param print an item as flow text
     */
    <T> List<T> list(
            String name,
            String expected,
            List<T> fallback,
            Function<Values, Optional<T>> read,
            Function<T, String> print) {
        var found = find(name);
        var value = found.flatMap(raw -> items(name, expected, raw))
                .map(items -> readAll(name, items, read))
                .orElse(fallback);
        note(name, expected, flow(fallback, print), flow(value, print), true, found);
        return value;
    }

    /**
     * A list of texts, or one of them alone.
     *
     * @param parse one of them; empty when it is not one
     */
    <T> List<T> texts(
            String name,
            String expected,
            List<T> fallback,
            Function<String, Optional<T>> parse,
            Function<T, String> print) {
        var found = find(name);
        Function<T, String> quoted = print.andThen(EffectiveYaml::quoted);
        List<T> value = found.map(raw -> readTexts(name, expected, raw, parse)).orElse(fallback);
        note(name, expected, flow(fallback, quoted), flow(value, quoted), true, found);
        return value;
    }

    private <T> List<T> readTexts(String name, String expected, Raw raw, Function<String, Optional<T>> parse) {
        List<T> values = new ArrayList<>();
        for (Raw item : words(name, raw)) {
            Optional<T> value =
                    item instanceof Raw.Text text ? parse.apply(text.text().strip()) : Optional.empty();
            value.ifPresentOrElse(
                    values::add,
                    () -> fault(item.origin(), name, "expected " + expected + ", found " + item.described()));
        }
        return values;
    }

    /** A list of words, {@code [a, b]}; one alone may stand without brackets. Empty where no source has the key, or on a fault. */
    List<String> words(String name, Kind<String> kind) {
        var found = find(name);
        List<Raw> items = found.map(raw -> words(name, raw)).orElse(List.of());
        List<String> words =
                items.stream().flatMap(item -> parse(name, kind, item).stream()).toList();
        note(name, "a list of " + kind.expected(), "", words.isEmpty() ? "" : words.toString(), true, found);
        return words;
    }

    private List<Raw> words(String name, Raw raw) {
        var meant = raw instanceof Raw.Text text && text.text().startsWith("[")
                ? YamlReader.flow(shownPrefix + name, text)
                : raw;
        return meant instanceof Raw.Sequence sequence ? sequence.items() : List.of(meant);
    }

    private static <T> String flow(List<T> items, Function<T, String> print) {
        return items.stream().map(print).collect(Collectors.joining(", ", "[", "]"));
    }

    private Optional<List<Raw>> items(String name, String expected, Raw raw) {
        var meant = raw instanceof Raw.Text text && text.text().startsWith("[")
                ? YamlReader.flow(shownPrefix + name, text)
                : raw;
        if (meant instanceof Raw.Sequence sequence && !sequence.items().isEmpty()) {
            return Optional.of(sequence.items());
        }
        var what = meant instanceof Raw.Sequence ? "an empty list" : meant.described();
        fault(raw.origin(), name, "expected " + expected + ", found " + what);
        return Optional.empty();
    }

    private <T> List<T> readAll(String name, List<Raw> items, Function<Values, Optional<T>> read) {
        List<T> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            item(shownPrefix + name + "[" + i + "]", items.get(i), read).ifPresent(values::add);
        }
        return values;
    }

    private <T> Optional<T> item(String shown, Raw raw, Function<Values, Optional<T>> read) {
        if (!(raw instanceof Raw.Mapping mapping)) {
            reading.fault(raw.origin(), shown, "expected a mapping of keys to values, found " + raw.described());
            return Optional.empty();
        }
        var inner = new Reading(List.of(new Source.Tree("", mapping)), reading.folder);
        var value = read.apply(new Values(inner, "", shown + "."));
        UnknownKeys.inItem(inner, shown + ".");
        reading.faults.addAll(inner.faults);
        return value;
    }

    /** As {@link #find(String, Kind)}, but absence is a fault. */
    <T> Optional<T> required(String name, Kind<T> kind) {
        var value = find(name, kind);
        if (find(name).isEmpty()) {
            fault(origin(), name, "missing; expected " + kind.expected());
        }
        return value;
    }

    /** Where the item that this cursor stands on was written. */
    Origin origin() {
        return reading.sources.getFirst() instanceof Source.Tree tree
                ? tree.mapping().origin()
                : Origin.DEFAULT;
    }

    /** Where the value of a key comes from. */
    Origin origin(String name) {
        return find(name).map(Raw::origin).orElse(Origin.DEFAULT);
    }

    /** A file as a key names it: relative to the file that says it, else to the working directory. */
    Path file(String name, String text) {
        Origin origin = origin(name);
        Path base = origin.line() == 0
                ? reading.folder
                : reading.folder.resolve(origin.place()).resolveSibling("");
        return base.resolve(text);
    }

    void fault(Origin origin, String name, String text) {
        reading.fault(origin, shownPrefix + name, text);
    }

    boolean isFaulty() {
        return !reading.faults.isEmpty();
    }

    private Optional<Raw> find(String name) {
        return reading.sources.stream()
                .flatMap(source -> source.at(prefix + name).stream())
                .findFirst();
    }

    private <T> Optional<T> parse(String name, Kind<T> kind, Raw raw) {
        Optional<T> value =
                raw instanceof Raw.Text text ? kind.parse().apply(text.text().strip()) : Optional.empty();
        if (value.isEmpty()) {
            var found = kind.secret() && raw instanceof Raw.Text
                    ? "something else (not shown: it may hold a secret)"
                    : raw.described();
            fault(raw.origin(), name, "expected " + kind.expected() + ", found " + found);
        }
        return value;
    }

    private void note(String name, String expected, String fallback, String value, boolean flow, Optional<Raw> found) {
        var origin = found.map(Raw::origin).orElse(Origin.DEFAULT);
        reading.keys.put(prefix + name, new Key(prefix + name, expected, fallback, value, flow, origin));
    }
}
