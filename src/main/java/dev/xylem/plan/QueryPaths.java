package dev.xylem.plan;

import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/** One walk through a query, telling which fields it looks at. */
final class QueryPaths {

    /** Is told of each place. */
    interface Visitor {
        void path(String path);

        /** What looks at more than can be told, such as {@code $$ROOT} or {@code $text}. */
        void everything(String operator);
    }

    private final Visitor visitor;

    private QueryPaths(Visitor visitor) {
        this.visitor = visitor;
    }

    static void visit(BsonDocument query, Visitor visitor) {
        new QueryPaths(visitor).query(query, "");
    }

    private void query(BsonValue value, String prefix) {
        if (value instanceof BsonDocument query) {
            query.forEach((key, child) -> clause(key, child, prefix));
        }
    }

    private void clause(String key, BsonValue value, String prefix) {
        switch (key) {
            case "$and", "$or", "$nor" -> each(value, one -> query(one, prefix));
            case "$expr" -> expression(value);
            case "$comment" -> {}
            default -> {
                if (key.startsWith("$") && !FieldName.isReference(key)) {
                    visitor.everything(key);
                    return;
                }
                String path = FieldName.join(prefix, key);
                visitor.path(path);
                condition(value, path);
            }
        }
    }

    /** What stands behind a field's name. */
    private void condition(BsonValue value, String path) {
        if (!(value instanceof BsonDocument operators) || !Matcher.hasOperators(operators)) {
            return;
        }
        operators.forEach((name, operand) -> {
            switch (name) {
                case "$not" -> condition(operand, path);
                case "$all" -> each(operand, one -> condition(one, path));
                case "$elemMatch" -> {
                    condition(operand, path);
                    query(fieldsOf(operand), path);
                }
                default -> {}
            }
        });
    }

    /** Without the operators that are about the element itself, which are conditions on the path. */
    private static BsonValue fieldsOf(BsonValue operand) {
        if (!(operand instanceof BsonDocument document)) {
            return operand;
        }
        var fields = new BsonDocument();
        document.forEach((key, value) -> {
            boolean logical = key.equals("$and") || key.equals("$or") || key.equals("$nor");
            if (logical || !key.startsWith("$")) {
                fields.put(key, value);
            }
        });
        return fields;
    }

    private static void each(BsonValue value, Consumer<BsonValue> use) {
        if (value instanceof BsonArray array) {
            array.forEach(use);
        }
    }

    private void expression(BsonValue value) {
        switch (value) {
            case BsonString text -> reference(text.getValue());
            case BsonArray array -> array.forEach(this::expression);
            case BsonDocument document ->
                document.forEach((key, child) -> {
                    switch (key) {
                        case "$literal" -> {}
                        case "$getField", "$setField", "$unsetField" -> visitor.everything(key);
                        default -> expression(child);
                    }
                });
            default -> {}
        }
    }

    private void reference(String text) {
        if (text.startsWith("$$")) {
            String name = text.substring(2).split("\\.", 2)[0];
            if (name.equals("ROOT") || name.equals("CURRENT")) {
                visitor.everything("$$" + name);
            }
        } else if (text.startsWith("$") && text.length() > 1) {
            visitor.path(text.substring(1));
        }
    }
}
