package dev.xylem.plan;

import static dev.xylem.api.ProblemType.OPERATOR_NOT_ALLOWED;

import java.util.Set;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** Keeps out of conditions and expressions <a href="https://www.mongodb.com/docs/manual/core/server-side-javascript/">what runs JavaScript in the database</a>. */
final class ServerScript {

    private static final Set<String> OPERATORS = Set.of("$function", "$accumulator", "$where");

    private ServerScript() {}

    /** Refuses such an operator anywhere in the value, and MongoDB's internal ones. */
    static void refuse(String path, BsonValue value) {
        switch (value) {
            case BsonDocument document -> document.forEach((key, inner) -> refuseField(path, key, inner));
            case BsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    refuse(path + "." + i, array.get(i));
                }
            }
            default -> StoredValue.checkLeaf(path, value);
        }
    }

    private static void refuseField(String path, String key, BsonValue value) {
        FieldName.checkNul(path, key);
        var inner = FieldName.join(path, key);
        if (OPERATORS.contains(key) || key.startsWith("$_internal")) {
            throw Refusal.at(
                    OPERATOR_NOT_ALLOWED, inner, "The operator " + Refusal.quoted(key) + " runs code in the database.");
        }
        refuse(inner, value);
    }
}
