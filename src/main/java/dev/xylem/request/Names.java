package dev.xylem.request;

import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.nio.charset.StandardCharsets;

/**
 * Which database and collection names exist for callers.
 * <a href="https://www.mongodb.com/docs/manual/reference/limits/#naming-restrictions">MongoDB's naming restrictions</a>, and the names
 * that are reserved whoever asks.
 */
final class Names {
    private static final String NOT_IN_DATABASES = "/\\. \"$*<>:|?;";
    private static final int DATABASE_BYTES = 63;
    private static final int NAMESPACE_BYTES = 255;
    private static final int INDEX_BYTES = 127;

    private Names() {}

    static String database(Segment segment) {
        String name = segment.text();
        if (Namespace.isReservedDatabase(name)) {
            throw reserved("The database '" + name + "' belongs to MongoDB itself and is never served.");
        }
        refuseSeparators(segment);
        if (!isValidDatabase(name)) {
            throw invalid(
                    "A database name has 1 to 63 bytes and none of the characters " + NOT_IN_DATABASES + " or space.");
        }
        return name;
    }

    static Namespace namespace(String database, Segment segment) {
        String name = segment.text();
        if (Namespace.isReservedCollection(name)) {
            throw reserved(
                    "Collection names that start with '_' or 'system.' or end with '.chunks' are reserved and never served.");
        }
        refuseSeparators(segment);
        if (Namespace.isBucket(name)) {
            throw Problem.of(
                            ProblemType.NO_SUCH_ROUTE,
                            "Files (collections named *.files) are not served by this version yet.")
                    .exception();
        }
        var namespace = new Namespace(database, name);
        if (!isValidCollection(name) || bytes(namespace.toString()) > NAMESPACE_BYTES) {
            throw invalid(
                    "A collection name has no '$', is not '*' and does not start or end with a dot; with its database it has at most 255 bytes.");
        }
        return namespace;
    }

    /** {@code *} is no name: to MongoDB it means all indexes. */
    static String index(Segment segment) {
        String name = withoutSeparators(segment);
        if (name.equals("*") || bytes(name) > INDEX_BYTES) {
            throw invalid("An index name has 1 to 127 bytes and is not '*'.");
        }
        return name;
    }

    static String withoutSeparators(Segment segment) {
        refuseSeparators(segment);
        return segment.text();
    }

    private static void refuseSeparators(Segment segment) {
        if (segment.separators()) {
            throw PathParser.ambiguous("an encoded '/', '\\' or ';' is allowed in a document id only");
        }
    }

    private static boolean isValidDatabase(String name) {
        return name.chars().noneMatch(c -> NOT_IN_DATABASES.indexOf(c) >= 0) && bytes(name) <= DATABASE_BYTES;
    }

    private static boolean isValidCollection(String name) {
        return !name.equals("*") && name.indexOf('$') < 0 && !name.startsWith(".") && !name.endsWith(".");
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static ProblemException reserved(String detail) {
        return Problem.of(ProblemType.RESERVED_NAME, detail).exception();
    }

    private static ProblemException invalid(String detail) {
        return Problem.of(ProblemType.INVALID_NAME, detail).exception();
    }
}
