package dev.xylem.plan;

import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The property {@code rels} of a collection. */
final class Relations {
    static final String KEY = "rels";

    private static final Set<String> TYPES = Set.of("ONE_TO_ONE", "ONE_TO_MANY", "MANY_TO_ONE", "MANY_TO_MANY");
    private static final Set<String> ROLES = Set.of("OWNING", "INVERSE");

    private Relations() {}

    /** The relations of a collection; what another program stored in the wrong form is none. */
    static List<Relation> of(BsonDocument properties, String database) {
        try {
            return read(properties, database);
        } catch (ProblemException e) {
            return List.of();
        }
    }

    /** Refuses properties whose relations are malformed. */
    static void check(BsonDocument properties) {
        read(properties, "d");
    }

    private static List<Relation> read(BsonDocument properties, String database) {
        BsonValue value = properties.get(KEY);
        if (value == null) {
            return List.of();
        }
        if (!(value instanceof BsonArray array)) {
            throw malformed(KEY, "must be an array of relations");
        }
        var relations = new ArrayList<Relation>();
        var names = new HashSet<String>();
        for (int i = 0; i < array.size(); i++) {
            Relation relation = relation(array.get(i), KEY + "." + i, database);
            if (!names.add(relation.name())) {
                throw malformed(KEY + "." + i + ".rel", "is the name of another relation already");
            }
            relations.add(relation);
        }
        return relations;
    }

    private static Relation relation(BsonValue value, String path, String database) {
        if (!(value instanceof BsonDocument relation)) {
            throw malformed(path, "must be {rel, type, role, target-db?, target-coll, ref-field}");
        }
        String name = text(relation, "rel", path);
        if (name.equals("self") || name.indexOf('.') >= 0 || name.indexOf(',') >= 0) {
            throw malformed(path + ".rel", "must be a name other than self, without dots and commas");
        }
        String type = oneOf(relation, "type", TYPES, path);
        boolean owning = oneOf(relation, "role", ROLES, path).equals("OWNING");
        return new Relation(
                name,
                owning,
                type.endsWith("_TO_MANY"),
                type.startsWith("MANY_"),
                target(relation, path, database),
                reference(text(relation, "ref-field", path), path + ".ref-field"));
    }

    private static Namespace target(BsonDocument relation, String path, String database) {
        String db = relation.containsKey("target-db") ? text(relation, "target-db", path) : database;
        if (Namespace.isReservedDatabase(db)) {
            throw malformed(path + ".target-db", "must not be a reserved database");
        }
        String collection = text(relation, "target-coll", path);
        if (Namespace.isReservedCollection(collection) || Namespace.isBucket(collection)) {
            throw malformed(path + ".target-coll", "must not be a reserved collection");
        }
        return new Namespace(db, collection);
    }

    /** A field, dotted or not, or {@code $.a.[*].b}. */
    private static List<String> reference(String text, String path) {
        String field = text.startsWith("$.") ? text.substring(2) : text;
        List<String> keys = Arrays.asList(field.split("\\.", -1));
        boolean valid = !keys.getFirst().equals(Relation.EACH)
                && keys.stream().noneMatch(key -> key.isEmpty() || key.startsWith("$"))
                && keys.stream().allMatch(key -> key.equals(Relation.EACH) || key.indexOf('[') < 0);
        if (!valid) {
            throw malformed(path, "must be the name of a field, or a path like $.a.[*].b");
        }
        return keys;
    }

    private static String oneOf(BsonDocument relation, String key, Set<String> allowed, String path) {
        String text = text(relation, key, path);
        if (!allowed.contains(text)) {
            throw malformed(
                    path + "." + key,
                    "must be " + String.join(" or ", allowed.stream().sorted().toList()));
        }
        return text;
    }

    private static String text(BsonDocument relation, String key, String path) {
        @Nullable BsonValue value = relation.get(key);
        if (value instanceof BsonString text && !text.getValue().isEmpty()) {
            return text.getValue();
        }
        throw malformed(path + "." + key, value == null ? "is missing" : "must be a text");
    }

    private static ProblemException malformed(String path, String what) {
        return Problem.of(ProblemType.INVALID_PROPERTIES, "The property '" + path + "' " + what + ".")
                .with("path", path)
                .exception();
    }
}
