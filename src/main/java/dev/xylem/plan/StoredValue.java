package dev.xylem.plan;

import static dev.xylem.api.ProblemType.TOO_DEEP;
import static dev.xylem.api.ProblemType.WRONG_BODY_SHAPE;

import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;

/** What a client may store: values whose every field a path can address. */
final class StoredValue {

    /** <a href="https://www.mongodb.com/docs/manual/reference/limits/#mongodb-limit-Nested-Depth-for-BSON-Documents">MongoDB's limit.</a> */
    static final int DEEPEST = 100;

    private StoredValue() {}

    static void check(FieldPath path, BsonValue value) {
        check(path.text(), path.depth(), value);
    }

    /** @param depth how many levels of the document lie above the value */
    static void check(String path, int depth, BsonValue value) {
        switch (value) {
            case BsonDocument document -> checkDocument(path, depth, document);
            case BsonArray array -> checkArray(path, depth, array);
            default -> checkLeaf(path, value);
        }
    }

    /** Refuses what BSON cannot carry. */
    static void checkLeaf(String path, BsonValue value) {
        switch (value) {
            case BsonRegularExpression regex
            when (regex.getPattern() + regex.getOptions()).indexOf('\0') >= 0 ->
                throw Refusal.at(WRONG_BODY_SHAPE, path, "A regular expression has a NUL character.");
            case BsonJavaScriptWithScope code -> check(path, 0, code.getScope());
            default -> {}
        }
    }

    private static void checkDocument(String path, int depth, BsonDocument document) {
        checkDepth(path, depth);
        for (var field : document.entrySet()) {
            FieldName.checkNested(path, field.getKey());
            if (isDeep(field.getValue())) {
                check(FieldName.join(path, field.getKey()), depth + 1, field.getValue());
            }
        }
    }

    private static void checkArray(String path, int depth, BsonArray array) {
        checkDepth(path, depth);
        for (int i = 0; i < array.size(); i++) {
            if (isDeep(array.get(i))) {
                check(path + "." + i, depth + 1, array.get(i));
            }
        }
    }

    static void checkDepth(String path, int depth) {
        if (depth >= DEEPEST) {
            throw Refusal.at(TOO_DEEP, path, "A document has at most " + DEEPEST + " levels.");
        }
    }

    private static boolean isDeep(BsonValue value) {
        return switch (value) {
            case BsonDocument _, BsonArray _, BsonRegularExpression _, BsonJavaScriptWithScope _ -> true;
            default -> false;
        };
    }
}
