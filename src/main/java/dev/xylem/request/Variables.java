package dev.xylem.request;

import dev.xylem.api.Problem;
import dev.xylem.api.ProblemException;
import dev.xylem.api.ProblemType;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonJavaScript;
import org.bson.BsonJavaScriptWithScope;
import org.bson.BsonRegularExpression;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The parameter {@code avars}: values for a stored aggregation. Whatever could be read as more than a value is refused. */
final class Variables {
    private static final String NAME = "avars";

    private Variables() {}

    static BsonDocument parse(@Nullable String text, JsonParameter json) {
        if (text == null) {
            return new BsonDocument();
        }
        BsonDocument variables = json.object(NAME, text);
        check(variables, "");
        return variables;
    }

    private static void check(BsonValue value, String path) {
        switch (value) {
            case BsonDocument document ->
                document.forEach((key, child) -> {
                    String at = path.isEmpty() ? key : path + "." + key;
                    if (key.startsWith("$")) {
                        throw refused(at, "the key '" + key + "' is an operator");
                    }
                    check(child, at);
                });
            case BsonArray array -> {
                for (int i = 0; i < array.size(); i++) {
                    check(array.get(i), path + "." + i);
                }
            }
            // in a query it is a condition
            case BsonRegularExpression _ -> throw refused(path, "a regular expression is an operator; send its text");
            case BsonJavaScript _, BsonJavaScriptWithScope _ -> throw refused(path, "code is no value");
            default -> {}
        }
    }

    private static ProblemException refused(String path, String why) {
        return Problem.of(ProblemType.OPERATOR_NOT_ALLOWED, "A variable binds a value: " + why + ".")
                .with("parameter", NAME)
                .with("path", path)
                .exception();
    }
}
