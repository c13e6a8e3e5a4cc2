package dev.xylem.security.predicate;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /{db}/coll/*}: constant and captured segments, and perhaps a tail of at least one more, captured as {@code ${*}}. */
final class PathTemplate implements Predicate.Test {
    private final @Nullable Value match;
    private final Segment[] segments;
    private final boolean tail;

    /** @param name empty for a constant */
    private record Segment(String text, String name) {}

    private PathTemplate(@Nullable Value match, List<Segment> segments, boolean tail) {
        this.match = match;
        this.segments = segments.toArray(Segment[]::new);
        this.tail = tail;
    }

    static Predicate.Test compile(Arguments arguments) {
        Value match = arguments.find("match").map(arguments::value).orElse(null);
        Token token = arguments.find("value").orElseThrow();
        String template = PathPredicates.normal(token.text());
        boolean tail = template.endsWith("/*");
        String fixed = tail ? template.substring(0, template.length() - 2) : template;
        var names = new HashSet<String>();
        List<Segment> segments = List.of(fixed.split("/")).stream()
                .filter(part -> !part.isEmpty())
                .map(part -> segment(part, names, arguments, token))
                .toList();
        return new PathTemplate(match, segments, tail);
    }

    private static Segment segment(String part, Set<String> names, Arguments arguments, Token token) {
        boolean variable = part.startsWith("{") && part.endsWith("}") && part.length() > 2;
        String name = variable ? part.substring(1, part.length() - 1) : "";
        boolean odd = !variable && (part.indexOf('{') >= 0 || part.indexOf('}') >= 0 || part.indexOf('*') >= 0);
        if (odd || name.indexOf('{') >= 0 || name.indexOf('}') >= 0 || (variable && !names.add(name))) {
            throw arguments.expected(token, "a template such as /{db}/coll/{id} or /{db}/*, whose names differ");
        }
        return new Segment(variable ? "" : part, name);
    }

    @Override
    public Truth of(Facts facts) {
        String path = match == null ? facts.path() : match.text(facts);
        if (path == null || !path.startsWith("/")) {
            return Truth.NO;
        }
        int start = 1;
        for (Segment segment : segments) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            if (start >= end || !fits(segment, path, start, end)) {
                return Truth.NO;
            }
            start = end + 1;
        }
        boolean more = start < path.length();
        if (more != tail) {
            return Truth.NO;
        }
        capture(facts, path);
        return Truth.YES;
    }

    private static boolean fits(Segment segment, String path, int start, int end) {
        return !segment.name.isEmpty()
                || (segment.text.length() == end - start && path.startsWith(segment.text, start));
    }

    private void capture(Facts facts, String path) {
        int start = 1;
        for (Segment segment : segments) {
            int end = path.indexOf('/', start);
            end = end < 0 ? path.length() : end;
            if (!segment.name.isEmpty()) {
                facts.capture(segment.name, path.substring(start, end));
            }
            start = end + 1;
        }
        if (tail) {
            facts.capture("*", path.substring(start));
        }
    }
}
