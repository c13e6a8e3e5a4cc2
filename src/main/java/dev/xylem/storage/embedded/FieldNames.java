package dev.xylem.storage.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;

/** Names of a document's own fields, found in BSON without making strings of them. */
final class FieldNames {

    static final FieldNames ID = of("_id");

    private final byte[][] names;

    private FieldNames(byte[][] names) {
        this.names = names;
    }

    static FieldNames of(String name) {
        return new FieldNames(new byte[][] {name.getBytes(UTF_8)});
    }

    /** Of dotted paths: the names that they begin with. */
    static FieldNames ofPaths(Collection<String> paths) {
        return new FieldNames(paths.stream()
                .map(path -> path.split("\\.", 2)[0])
                .distinct()
                .map(name -> name.getBytes(UTF_8))
                .toArray(byte[][]::new));
    }

    int size() {
        return names.length;
    }

    boolean has(byte[] bytes, int from, int to) {
        for (byte[] name : names) {
            if (name.length == to - from && Arrays.equals(bytes, from, to, name, 0, name.length)) {
                return true;
            }
        }
        return false;
    }
}
