package dev.xylem.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What the sources say and nobody asked for: a later release's key, one of RESTHeart's, or a mistake. */
final class UnknownKeys {

    private final Reading reading;
    private final Set<String> withoutEffect = new LinkedHashSet<>();

    private UnknownKeys(Reading reading) {
        this.reading = reading;
    }

    /** Notes a fault for each mistake. Returns RESTHeart's keys that were given. */
    static List<String> check(Reading reading) {
        var check = new UnknownKeys(reading);
        for (var source : reading.sources) {
            switch (source) {
                case Source.Options(var options) -> options.keySet().forEach(check::option);
                case Source.Environment(var variables, var _) ->
                    variables.keySet().forEach(check::variable);
                case Source.Tree tree -> check.mapping(tree.root(), tree.mapping());
            }
        }
        return List.copyOf(check.withoutEffect);
    }

    /** The same for one item of a list, whose keys are its own. */
    static void inItem(Reading item, String shownPrefix) {
        for (var source : item.sources) {
            if (source instanceof Source.Tree tree) {
                tree.mapping().entries().forEach((name, raw) -> {
                    if (!item.keys.containsKey(name)) {
                        item.fault(
                                raw.origin(),
                                shownPrefix + name,
                                "unknown key; expected " + String.join(", ", item.keys.keySet()));
                    }
                });
            }
        }
    }

    private void option(String path) {
        if (!isKnown(path) && !isReserved(path, Origin.COMMAND_LINE)) {
            unknown(path, Origin.COMMAND_LINE, UnaryOperator.identity());
        }
    }

    private void variable(String name) {
        var origin = Origin.environment(name);
        UnaryOperator<String> spelling = Source.Environment::nameOf;
        if (known().stream().anyMatch(key -> Source.Environment.isNameOf(key, name))) {
            return;
        }
        var reserved = ReservedKeys.NAMES.keySet().stream()
                .filter(key -> name.equals(spelling.apply(key)) || name.startsWith(spelling.apply(key) + "_"))
                .max(Comparator.comparing(String::length));
        if (reserved.isPresent()) {
            isReserved(reserved.get(), origin);
        } else {
            unknown(name, origin, spelling);
        }
    }

    private void mapping(String root, Raw.Mapping mapping) {
        mapping.entries().forEach((name, raw) -> {
            var path = root + name;
            if (reading.groups.contains(path)) {
                if (raw instanceof Raw.Mapping inner) {
                    mapping(path + ".", inner);
                }
            } else if (root.isEmpty() && RestheartKeys.NAMES.containsKey(name)) {
                withoutEffect.add(RestheartKeys.described(name));
            } else if (!isKnown(path) && !isReserved(path, raw.origin())) {
                unknown(path, raw.origin(), UnaryOperator.identity());
            }
        });
    }

    private boolean isKnown(String path) {
        return reading.keys.containsKey(path) || reading.groups.contains(path);
    }

    private boolean isReserved(String path, Origin origin) {
        var reserved = ReservedKeys.of(path);
        reserved.ifPresent(text -> reading.fault(origin, path, text));
        return reserved.isPresent();
    }

    private void unknown(String key, Origin origin, UnaryOperator<String> spelling) {
        Optional<String> nearest =
                Nearest.to(key, known().stream().map(spelling).toList());
        reading.fault(
                origin,
                origin.place().endsWith(key) ? "" : key,
                "unknown key"
                        + nearest.map(name -> "; did you mean " + name + "?").orElse(""));
    }

    private List<String> known() {
        List<String> known = new ArrayList<>(reading.keys.keySet());
        known.addAll(reading.groups);
        return known;
    }
}
