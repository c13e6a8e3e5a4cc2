package dev.xylem.request;

import java.util.Arrays;
import java.util.List;

/** The parameter {@code embed}: {@code rel[,rel]}, dotted for the relations of the targets. */
final class Embedding {
    private static final int MOST = 20;
    private static final int DEEPEST = 3;

    private Embedding() {}

    static List<String> read(Parameters parameters) {
        String text = parameters.one("embed");
        if (text == null) {
            return List.of();
        }
        List<String> paths = Arrays.asList(text.split(",", -1));
        if (paths.size() > MOST) {
            throw Parameters.invalid("embed", "names more than " + MOST + " relations");
        }
        paths.forEach(Embedding::check);
        return paths;
    }

    private static void check(String path) {
        List<String> names = Arrays.asList(path.split("\\.", -1));
        if (names.contains("")) {
            throw Parameters.invalid("embed", "must be names of relations, like author or author.publisher,comments");
        }
        if (names.size() > DEEPEST) {
            throw Parameters.invalid("embed", "is more than " + DEEPEST + " relations deep");
        }
    }
}
