package dev.xylem.request;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The header {@code Accept} (RFC 9110, section 12.5.1): for each media type the most specific range counts. */
final class Acceptance {
    private static final String ANYTHING = "*/*";

    private static final Acceptance ALL = new Acceptance(List.of(new Range(ANYTHING, 1)));

    private final List<Range> ranges;

    private record Range(String name, double quality) {}

    private Acceptance(List<Range> ranges) {
        this.ranges = ranges;
    }

    /** @param lines the header's; none, or empty ones, accept everything */
    static Acceptance of(List<String> lines) {
        if (lines.isEmpty() || (lines.size() == 1 && lines.getFirst().equals(ANYTHING))) {
            return ALL;
        }
        List<Range> given = lines.stream()
                .flatMap(line -> Arrays.stream(line.split(",")))
                .filter(range -> !range.isBlank())
                .map(Acceptance::range)
                .toList();
        return given.isEmpty() ? ALL : new Acceptance(given);
    }

    /** The type that the client likes best, among equals the one it names first, then the one offered first; null when none fits. */
    @Nullable
    String best(List<String> offers) {
        String best = null;
        double quality = 0;
        int rank = Integer.MAX_VALUE;
        for (String offer : offers) {
            int range = rangeOf(offer);
            double liked = range < 0 ? 0 : ranges.get(range).quality;
            if (liked > quality || (liked == quality && liked > 0 && range < rank)) {
                best = offer;
                quality = liked;
                rank = range;
            }
        }
        return best;
    }

    /** Which of the ranges is the most specific one for that type; -1 when none covers it. */
    private int rangeOf(String type) {
        int exact = indexOf(type);
        if (exact >= 0) {
            return exact;
        }
        int group = indexOf(type.substring(0, type.indexOf('/')) + "/*");
        return group >= 0 ? group : indexOf(ANYTHING);
    }

    private int indexOf(String name) {
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).name.equals(name)) {
                return i;
            }
        }
        return -1;
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
