package dev.xylem.cli.migration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A mapping of RESTHeart's that knows which of its keys somebody has asked for. */
final class Old {
    private final Map<String, Object> values;
    private final TreeSet<String> asked = new TreeSet<>();

    private Old(Map<String, Object> values) {
        this.values = values;
    }

    /** Whatever is no mapping is an empty one. */
    static Old of(Object yaml) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (yaml instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                if (value != null) {
                    values.put(String.valueOf(key), value);
                }
            });
        }
        return new Old(values);
    }

    boolean has(String key) {
        return values.containsKey(key);
    }

    Optional<Object> find(String key) {
        asked.add(key);
        return Optional.ofNullable(values.get(key));
    }

    Optional<String> text(String key) {
        return find(key)
                .filter(value -> !(value instanceof Map) && !(value instanceof List))
                .map(String::valueOf);
    }

    Optional<Long> number(String key) {
        return find(key).filter(Number.class::isInstance).map(value -> ((Number) value).longValue());
    }

    boolean flag(String key, boolean usual) {
        return find(key).map(value -> String.valueOf(value).equals("true")).orElse(usual);
    }

    Old group(String key) {
        return find(key).map(Old::of).orElseGet(() -> new Old(Map.of()));
    }

    List<Old> items(String key) {
        return find(key).filter(List.class::isInstance).stream()
                .flatMap(list -> ((List<?>) list).stream())
                .map(Old::of)
                .toList();
    }

    /** A list of texts, or one alone. */
    List<String> texts(String key) {
        return find(key).stream()
                .flatMap(value -> value instanceof List<?> list ? list.stream() : Stream.of(value))
                .map(String::valueOf)
                .toList();
    }

    Map<String, Object> all() {
        return new LinkedHashMap<>(values);
    }

    /** The keys that are given and that nobody has asked for. */
    List<String> rest() {
        var rest = new ArrayList<>(values.keySet());
        rest.removeAll(asked);
        return rest;
    }
}
