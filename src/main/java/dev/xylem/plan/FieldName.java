package dev.xylem.plan;

import static dev.xylem.api.ProblemType.INVALID_OPERATOR;
import static dev.xylem.api.ProblemType.WRONG_BODY_SHAPE;

import java.util.Set;

/**
 * Which names a field may be given. MongoDB stores more,
 * <a href="https://www.mongodb.com/docs/manual/core/dot-dollar-considerations/">but no path could address it afterwards</a>.
 */
final class FieldName {

    /** The fields of a <a href="https://www.mongodb.com/docs/manual/reference/database-references/#dbrefs">DBRef</a>. */
    private static final Set<String> REFERENCE = Set.of("$ref", "$id", "$db");

    private FieldName() {}

    static boolean isReference(String name) {
        return REFERENCE.contains(name);
    }

    /** Reserved for the server, at the top level of a document: {@code _id}, {@code _etag} and all their kind. */
    static boolean isReserved(String name) {
        return name.startsWith("_");
    }

    /** Refuses a name inside a value that a client sends to be stored; the empty name is one, as in JSON. */
    static void checkNested(String parent, String name) {
        if (name.startsWith("$") && !isReference(name)) {
            throw Refusal.at(
                    INVALID_OPERATOR,
                    join(parent, name),
                    "The key " + Refusal.quoted(name)
                            + " is an operator, and operators belong to the top level of the body.");
        }
        if (name.indexOf('.') >= 0) {
            throw Refusal.at(
                    WRONG_BODY_SHAPE,
                    join(parent, name),
                    "The key " + Refusal.quoted(name)
                            + " has a dot, which is a path at the top level of the body only.");
        }
        checkNul(parent, name);
    }

    /** Refuses a name that would become a field of the document itself. */
    static void checkTop(String name) {
        checkPresent(name, name);
        if (isReference(name)) {
            throw Refusal.at(
                    INVALID_OPERATOR, name, "The key " + Refusal.quoted(name) + " cannot be a field of a document.");
        }
        checkNested("", name);
    }

    static void checkPresent(String path, String name) {
        if (name.isEmpty()) {
            throw Refusal.at(WRONG_BODY_SHAPE, path, "The path " + Refusal.quoted(path) + " has an empty field name.");
        }
    }

    /** BSON ends names with NUL, so none can contain it. */
    static void checkNul(String path, String name) {
        if (name.indexOf('\0') >= 0) {
            throw Refusal.at(WRONG_BODY_SHAPE, path.replace("\0", "\\0"), "A field name has a NUL character.");
        }
    }

    static String join(String parent, String name) {
        return parent.isEmpty() ? name : parent + "." + name;
    }
}
