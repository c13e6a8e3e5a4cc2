package dev.xylem.security.predicate;

import java.util.List;
import java.util.Set;

/** Predicates on the path relative to the mount. */
final class PathPredicates {
    private PathPredicates() {}

    static Predicate.Test path(Arguments arguments) {
        Set<String> paths = Set.copyOf(normal(arguments.texts("path")));
        return facts -> Truth.of(paths.contains(facts.path()));
    }

    /** On segment boundaries: {@code /a} and {@code /a/b} for {@code /a}, not {@code /ab}. */
    static Predicate.Test prefix(Arguments arguments) {
        String[] prefixes = normal(arguments.texts("path")).toArray(String[]::new);
        return facts -> {
            for (String prefix : prefixes) {
                if (covers(prefix, facts.path())) {
                    facts.capture(
                            "remaining",
                            prefix.equals("/") ? facts.path() : facts.path().substring(prefix.length()));
                    return Truth.YES;
                }
            }
            return Truth.NO;
        };
    }

    static Predicate.Test suffix(Arguments arguments) {
        String[] suffixes = arguments.texts("path").toArray(String[]::new);
        return facts -> {
            for (String suffix : suffixes) {
                if (facts.path().endsWith(suffix)) {
                    return Truth.YES;
                }
            }
            return Truth.NO;
        };
    }

    static boolean covers(String prefix, String path) {
        int length = prefix.length();
        return length == 1 || (path.startsWith(prefix) && (path.length() == length || path.charAt(length) == '/'));
    }

    /** One slash in front, none at the end, none doubled. */
    static List<String> normal(List<String> paths) {
        return paths.stream().map(PathPredicates::normal).toList();
    }

    static String normal(String path) {
        String single = ("/" + path).replaceAll("/+", "/");
        return single.length() > 1 && single.endsWith("/") ? single.substring(0, single.length() - 1) : single;
    }
}
