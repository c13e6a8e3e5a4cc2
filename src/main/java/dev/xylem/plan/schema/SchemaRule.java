package dev.xylem.plan.schema;

import dev.xylem.api.Namespace;
import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import java.util.List;
import java.util.Optional;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonInvalidOperationException;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** Which schema a collection's documents must satisfy: its property {@code jsonSchema}, or the older {@code checkers}. */
public record SchemaRule(String database, BsonValue schemaId) {
    public static final String KEY = "jsonSchema";
    public static final String OLDER_KEY = "checkers";

    /** Empty when the properties name none. What can't be understood was meant to protect something: it is a problem, not nothing. */
    public static Optional<SchemaRule> of(BsonDocument properties, String database) {
        if (properties.containsKey(KEY)) {
            return Optional.of(read(properties.get(KEY), KEY, database));
        }
        return properties.containsKey(OLDER_KEY) ? older(properties.get(OLDER_KEY), database) : Optional.empty();
    }

    /** Refuses properties that name a schema in the wrong form. */
    public static void check(BsonDocument properties) {
        if (properties.containsKey(KEY)) {
            read(properties.get(KEY), KEY, "");
        }
        if (properties.containsKey(OLDER_KEY)) {
            older(properties.get(OLDER_KEY), "");
        }
    }

    private static SchemaRule read(@Nullable BsonValue value, String path, String database) {
        if (!(value instanceof BsonDocument rule)) {
            throw malformed(path, "must be an object {schemaId, schemaStoreDb?}");
        }
        if (!rule.containsKey("schemaId")) {
            throw malformed(path + ".schemaId", "is missing: it is the id of a schema in /<database>/_schemas");
        }
        return switch (rule.get("schemaStoreDb")) {
            case null -> new SchemaRule(database, rule.get("schemaId"));
            case BsonString text
            when !text.getValue().isEmpty() && !Namespace.isReservedDatabase(text.getValue()) ->
                new SchemaRule(text.getValue(), rule.get("schemaId"));
            default -> throw malformed(path + ".schemaStoreDb", "must be the name of a database that is served");
        };
    }

    private static Optional<SchemaRule> older(@Nullable BsonValue value, String database) {
        List<BsonValue> checkers = value instanceof BsonArray array ? array : List.of(new BsonString(""));
        Optional<SchemaRule> found = Optional.empty();
        for (int i = 0; i < checkers.size(); i++) {
            String path = OLDER_KEY + "." + i;
            if (!(checkers.get(i) instanceof BsonDocument checker)) {
                throw malformed(
                        value instanceof BsonArray ? path : OLDER_KEY,
                        "must be {name: \"jsonSchema\", args: {schemaId, schemaStoreDb?}}");
            }
            if (!nameOf(checker).equals(KEY)) {
                throw malformed(path + ".name", "must be jsonSchema: no other checker is known");
            }
            if (found.isPresent()) {
                throw malformed(path, "is a second schema: one is possible; combine them in it by allOf");
            }
            found = Optional.of(read(checker.get("args"), path + ".args", database));
        }
        return found;
    }

    private static String nameOf(BsonDocument checker) {
        try {
            return checker.getString("name").getValue();
        } catch (BsonInvalidOperationException e) {
            return "";
        }
    }

    private static ProblemException malformed(String path, String what) {
        return Problem.of(ProblemType.INVALID_PROPERTIES, "The property '" + path + "' " + what + ".")
                .with("path", path)
                .exception();
    }
}
