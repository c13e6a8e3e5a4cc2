package dev.xylem.api;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which fields of a document a caller may see. Paths are dotted, without array indexes: {@code a.b} is the field b of the object a, or of
 * each object in the array a.
 *
 * @param only what is visible with all below it; empty for everything
 * @param without what is hidden with all below it, also under {@code only}
 * @param assignable hidden paths that may be set as a whole all the same, as passwords are
 */
public record FieldRules(Set<String> only, Set<String> without, Set<String> assignable) {
    public static final FieldRules ALL = new FieldRules(Set.of(), Set.of(), Set.of());

    public FieldRules {
        only = Set.copyOf(only);
        without = Set.copyOf(without);
        assignable = Set.copyOf(assignable);
    }

    public boolean areLimited() {
        return !only.isEmpty() || !without.isEmpty();
    }

    /** The same with one more path hidden, which may still be set as a whole. */
    public FieldRules hidingAssignable(String path) {
        var hidden = new HashSet<>(without);
        hidden.add(path);
        var set = new HashSet<>(assignable);
        set.add(path);
        return new FieldRules(only, hidden, set);
    }

    /** True when nothing of the path is visible. */
    public boolean hides(String path) {
        String plain = plain(path);
        return without.stream().anyMatch(hidden -> covers(hidden, plain))
                || (!only.isEmpty() && only.stream().noneMatch(shown -> covers(shown, plain) || covers(plain, shown)));
    }

    /** True when all of the path is visible, whatever it holds: only then may a query name it. The empty path is the document. */
    public boolean showsAllOf(String path) {
        String plain = plain(path);
        if (plain.isEmpty()) {
            return !areLimited();
        }
        return without.stream().noneMatch(hidden -> covers(hidden, plain) || covers(plain, hidden))
                && (only.isEmpty() || only.stream().anyMatch(shown -> covers(shown, plain)));
    }

    /** True when a value that has no parts is visible at the path. */
    public boolean showsItself(String path) {
        String plain = plain(path);
        return without.stream().noneMatch(hidden -> covers(hidden, plain))
                && (only.isEmpty() || only.stream().anyMatch(shown -> covers(shown, plain)));
    }

    /** True when the path itself may be set, though it is hidden. */
    public boolean isAssignable(String path) {
        return assignable.contains(path);
    }

    private static boolean covers(String parent, String path) {
        return path.equals(parent) || path.startsWith(parent + ".");
    }

    /** Without array indexes and the positional operators of updates. The first name is a field's: a document is no array. */
    public static String plain(String path) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            return path;
        }
        var first = Stream.of(path.substring(0, dot));
        var further = Arrays.stream(path.substring(dot + 1).split("\\.", -1))
                .filter(name -> !name.startsWith("$") && !isIndex(name));
        return Stream.concat(first, further).collect(Collectors.joining("."));
    }

    private static boolean isIndex(String name) {
        return !name.isEmpty() && name.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
