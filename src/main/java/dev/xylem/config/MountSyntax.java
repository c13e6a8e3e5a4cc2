package dev.xylem.config;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What a mount may look like. Says nothing about which mount a request takes. */
final class MountSyntax {

    private static final Pattern VARIABLE = Pattern.compile("\\{([A-Za-z][A-Za-z0-9_-]*)}");
    private static final Pattern UNFIT = Pattern.compile("[\\p{Cntrl}\\\\;?#%]");

    private MountSyntax() {}

    /** The path as {@link MountSetting} keeps it: without a trailing slash. */
    static String trimmed(String path) {
        return path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** What is wrong with {@code what}, if anything. */
    static Optional<String> faultOfWhat(String what) {
        if (what.equals("*")) {
            return Optional.empty();
        }
        if (!what.startsWith("/") || what.equals("/") || segments(what).size() > 3) {
            return Optional.of("expected \"*\", /db, /db/coll or /db/coll/id");
        }
        return faultOfSegments(what);
    }

    /** What is wrong with {@code where}, if anything. */
    static Optional<String> faultOfWhere(String where) {
        if (where.equals("/")) {
            return Optional.empty();
        }
        if (!where.startsWith("/")) {
            return Optional.of("expected a path that starts with /");
        }
        if (where.startsWith("/_")) {
            return Optional.of("expected a path that does not start with /_, where the server's own routes are");
        }
        return faultOfSegments(where).or(() -> faultOfTemplate(where));
    }

    private static Optional<String> faultOfSegments(String path) {
        for (var segment : segments(path)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || segment.equals("*")) {
                return Optional.of("expected a path without empty, \".\", \"..\" or \"*\" segments");
            }
            if (UNFIT.matcher(segment).find()) {
                return Optional.of("expected a path written plainly, without control characters and \\ ; ? # %");
            }
            if (VARIABLE.matcher(segment).replaceAll("").matches(".*[{}].*")) {
                return Optional.of("expected variables as {name}, of letters, digits, - and _");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> faultOfTemplate(String where) {
        Set<String> seen = new HashSet<>();
        for (var segment : segments(where)) {
            if (segment.indexOf('{') >= 0 && !VARIABLE.matcher(segment).matches()) {
                return Optional.of("expected a variable to be a whole segment, /{name}/");
            }
            if (segment.indexOf('{') >= 0 && !seen.add(segment)) {
                return Optional.of("expected each variable once, found " + segment + " twice");
            }
        }
        return Optional.empty();
    }

    /** The first variable of {@code what} that {@code where} does not fill. */
    static Optional<String> unfilled(String what, String where) {
        return VARIABLE.matcher(what)
                .results()
                .map(found -> found.group())
                .filter(variable -> !segments(where).contains(variable))
                .findFirst();
    }

    /** The same text for two {@code where} that match the same paths: the names of variables don't matter. */
    static String shape(String where) {
        return VARIABLE.matcher(where).replaceAll("{}");
    }

    private static List<String> segments(String path) {
        return List.of(path.substring(1).split("/", -1));
    }
}
