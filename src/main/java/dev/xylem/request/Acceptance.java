package dev.xylem.request;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header {@code Accept} (RFC 9110, section 12.5.1): for each media type the most specific range counts. */
final class Acceptance {
    private static final String ANYTHING = "*/*";

    private final List<Range> ranges;

    private record Range(String name, double quality) {}

    /** @param lines the header's; none, or empty ones, accept everything */
    Acceptance(List<String> lines) {
        List<Range> given = lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .filter(range -> !range.isBlank())
                .map(Acceptance::range)
                .toList();
        this.ranges = given.isEmpty() ? List.of(new Range(ANYTHING, 1)) : given;
    }

    /** The type that the client likes best, among equals the one it names first, then the one offered first; null when none fits. */
    @Nullable
    String best(String... offers) {
        return Arrays.stream(offers)
                .filter(offer -> quality(offer) > 0)
                .max(Comparator.comparingDouble(this::quality)
                        .thenComparing(Comparator.comparingInt(this::rank).reversed()))
                .orElse(null);
    }

    private double quality(String type) {
        Range range = rangeOf(type);
        return range == null ? 0 : range.quality;
    }

    private int rank(String type) {
        return ranges.indexOf(rangeOf(type));
    }

    private @Nullable Range rangeOf(String type) {
        String group = type.substring(0, type.indexOf('/')) + "/*";
        return List.of(type, group, ANYTHING).stream()
                .flatMap(name ->
                        ranges.stream().filter(range -> range.name.equals(name)).limit(1))
                .findFirst()
                .orElse(null);
    }

    private static Range range(String text) {
        String[] parts = text.split(";", -1);
        double quality = 1;
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip().toLowerCase(Locale.ROOT);
            if (part.startsWith("q=")) {
                quality = number(part.substring(2));
            }
        }
        return new Range(parts[0].strip().toLowerCase(Locale.ROOT), quality);
    }

    private static double number(String text) {
        return text.matches("[01](\\.\\d{0,3})?") ? Double.parseDouble(text) : 0;
    }
}
