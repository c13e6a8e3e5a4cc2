package dev.xylem.request;

import dev.xylem.api.Mount;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemType;
import dev.xylem.config.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps URL prefixes onto databases, collections and documents: {@code mongo-mounts}. The longest matching {@code where} wins. */
final class MountTable {

    /**
     * A path as it lies behind its mount.
     *
     * @param path as seen from the mount, decoded: what {@code path} predicates look at
     */
    record Mounted(Mount mount, String path, List<Segment> canonical) {}

    private record Entry(List<String> what, List<String> where) {}

    private static final Pattern VARIABLE = Pattern.compile("\\{[^{}]*}");

    private final List<Entry> entries;

    MountTable(Settings settings) {
        this.entries = settings.mongoMounts().stream()
                .map(mount -> new Entry(split(mount.what().equals("*") ? "/" : mount.what()), split(mount.where())))
                .sorted(Comparator.comparingInt((Entry entry) -> entry.where.size())
                        .thenComparing(entry -> entry.where.stream()
                                .filter(part -> !isVariable(part))
                                .count())
                        .reversed())
                .toList();
    }

    Mounted resolve(List<Segment> segments) {
        for (Entry entry : entries) {
            Map<String, String> variables = match(entry.where, segments);
            if (variables != null) {
                return mounted(entry, variables, segments);
            }
        }
        throw Problem.of(ProblemType.NOT_MOUNTED, "No mount of mongo-mounts covers this path.")
                .exception();
    }

    /** For the server's own routes, which no mount covers. */
    static Mounted unmounted(List<Segment> segments) {
        return new Mounted(new Mount("", ""), text(segments), segments);
    }

    private static String text(List<Segment> segments) {
        if (segments.isEmpty()) {
            return "/";
        }
        var text = new StringBuilder();
        segments.forEach(segment -> text.append('/').append(part(segment)));
        return text.toString();
    }

    /** A slash inside a document's id separates nothing. */
    private static String part(Segment segment) {
        return segment.separators() ? segment.text().replace("/", "%2F") : segment.text();
    }

    private static Mounted mounted(Entry entry, Map<String, String> variables, List<Segment> segments) {
        int depth = entry.where.size();
        List<Segment> behind = segments.subList(depth, segments.size());
        List<String> what = variables.isEmpty()
                ? entry.what
                : entry.what.stream().map(part -> fill(part, variables)).toList();
        List<String> where = variables.isEmpty() ? entry.where : texts(segments, depth);
        var canonical = new ArrayList<Segment>(what.size() + behind.size());
        what.forEach(part -> canonical.add(Segment.of(part)));
        canonical.addAll(behind);
        return new Mounted(new Mount(join(what), join(where)), text(behind), List.copyOf(canonical));
    }

    private static List<String> texts(List<Segment> segments, int count) {
        return segments.subList(0, count).stream().map(Segment::text).toList();
    }

    /** The variables' values when the segments lie under {@code where}, else null. */
    private static @Nullable Map<String, String> match(List<String> where, List<Segment> segments) {
        if (segments.size() < where.size()) {
            return null;
        }
        var variables = new LinkedHashMap<String, String>();
        for (int i = 0; i < where.size(); i++) {
            String part = where.get(i);
            Segment segment = segments.get(i);
            if (isVariable(part) && !segment.separators() && !segment.isReserved()) {
                variables.put(part, segment.text());
            } else if (!part.equals(segment.text())) {
                return null;
            }
        }
        return variables;
    }

    /** In one pass, so that a value is never read as a template itself. */
    private static String fill(String part, Map<String, String> variables) {
        return VARIABLE.matcher(part)
                .replaceAll(match -> Matcher.quoteReplacement(variables.getOrDefault(match.group(), match.group())));
    }

    private static boolean isVariable(String part) {
        return part.startsWith("{") && part.endsWith("}");
    }

    private static List<String> split(String path) {
        return Arrays.stream(path.split("/", -1))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static String join(List<String> parts) {
        return parts.isEmpty() ? "" : "/" + String.join("/", parts);
    }
}
