package dev.xylem.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A type of setting: how its text is read and printed.
 *
 * @param expected completes "expected ..."; no full stop
 * @param parse empty when the text is not one
 * @param print a text that {@code parse} reads back to the same value; for a secret, a masked one
 * @param secret the text is never shown
 */
record Kind<T>(String expected, Function<String, Optional<T>> parse, Function<T, String> print, boolean secret) {

    private Kind(String expected, Function<String, Optional<T>> parse, Function<T, String> print) {
        this(expected, parse, print, false);
    }

    static <T> Kind<T> custom(String expected, Function<String, Optional<T>> parse, Function<T, String> print) {
        return new Kind<>(expected, parse, print);
    }

    static Kind<String> text(String expected) {
        return new Kind<>(expected, text -> Optional.of(text).filter(t -> !t.isBlank()), Function.identity());
    }

    /** A text that is never shown. */
    static Kind<Secret> secret(String expected) {
        return new Kind<>(
                expected, text -> Optional.of(text).filter(t -> !t.isBlank()).map(Secret::new), _ -> "****", true);
    }

    /** An address or name, kept without the brackets of IPv6. */
    static Kind<String> host() {
        return new Kind<>("a host name or address without port", Hosts::parse, Function.identity());
    }

    static Kind<Integer> port() {
        return integer("a port, 0 to 65535 (0 takes a free one)", 0, 65535);
    }

    static Kind<Boolean> flag() {
        return new Kind<>(
                "true or false",
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true" -> Optional.of(true);
                    case "false" -> Optional.of(false);
                    default -> Optional.empty();
                },
                String::valueOf);
    }

    static Kind<Integer> integer(int least, int most) {
        return integer("a whole number, " + least + " to " + most, least, most);
    }

    private static Kind<Integer> integer(String expected, int least, int most) {
        return new Kind<>(expected, text -> Quantity.number(text, least, most).map(Long::intValue), String::valueOf);
    }

    static Kind<Long> size(long least, long most) {
        return new Kind<>(
                "a size such as 1MiB (B, KiB, MiB, GiB, or bytes as a bare number), " + Quantity.printSize(least)
                        + " to " + Quantity.printSize(most),
                text -> Quantity.size(text).filter(bytes -> bytes >= least && bytes <= most),
                Quantity::printSize);
    }

    static Kind<Duration> time(Duration least, Duration most) {
        return new Kind<>(
                "a time such as 5s (ms, s, m, h), " + Quantity.printTime(least) + " to " + Quantity.printTime(most),
                text -> Quantity.time(text).filter(t -> t.compareTo(least) >= 0 && t.compareTo(most) <= 0),
                Quantity::printTime);
    }

    /**
     * A constant by name, whatever its case.
     *
     * @param aliases other names, in upper case
     */
    static <E extends Enum<E>> Kind<E> oneOf(List<E> constants, Function<E, String> print, Map<String, E> aliases) {
        return new Kind<>(
                constants.stream().map(print).collect(Collectors.joining(", ")),
                text -> {
                    var name = text.toUpperCase(Locale.ROOT);
                    return constants.stream()
                            .filter(constant -> constant.name().equals(name))
                            .findFirst()
                            .or(() -> Optional.ofNullable(aliases.get(name)));
                },
                print);
    }

    static <E extends Enum<E>> Kind<E> upper(Class<E> type) {
        return oneOf(List.of(type.getEnumConstants()), Enum::name, Map.of());
    }

    static <E extends Enum<E>> Kind<E> lower(Class<E> type) {
        return oneOf(
                List.of(type.getEnumConstants()), constant -> constant.name().toLowerCase(Locale.ROOT), Map.of());
    }

    /** As {@link #lower}, with hyphens. */
    static <E extends Enum<E>> Kind<E> words(Class<E> type) {
        List<E> constants = List.of(type.getEnumConstants());
        return oneOf(
                constants,
                Kind::words,
                constants.stream()
                        .collect(Collectors.toMap(
                                constant -> words(constant).toUpperCase(Locale.ROOT), Function.identity())));
    }

    private static String words(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Kind<CursorKey> cursorKey() {
        return new Kind<>("a secret of at least 16 characters", CursorKey::parse, CursorKey::toString, true);
    }

    static Kind<MongoUri> mongoUri() {
        return new Kind<>(
                "a connection string such as mongodb://host:27017 (in user and password, @ : / are written %40 %3A %2F)",
                MongoUri::parse, MongoUri::masked, true);
    }
}
